package io.github.cards4j.samples.benchmark;

import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One method over all prompts with one seed. */
record Run(Method method, long seed, List<Answer> answers) {

    Run {
        answers = List.copyOf(answers);
    }

    double meanReward() {
        return Statistics.mean(doubles(Answer::reward));
    }

    /** Null where nobody knows which answers are bad. */
    @Nullable
    Double badShare() {
        if (answers.stream().anyMatch(answer -> answer.bad() == null)) {
            return null;
        }
        return Statistics.mean(doubles(answer -> Boolean.TRUE.equals(answer.bad()) ? 1 : 0));
    }

    long total(ToLongFunction<Counters> counter) {
        return answers.stream().map(Answer::counters).mapToLong(counter).sum();
    }

    double seconds() {
        return sum(Answer::millis) / 1000;
    }

    double millisPerAcceptedToken() {
        return sum(Answer::millis) / Math.max(1, total(Counters::tokensAccepted));
    }

    double medianMillisToFirstSegment() {
        return Statistics.median(doubles(Answer::millisToFirstSegment));
    }

    /** Accepted candidates among those that were judged. */
    double acceptance() {
        double accepted = sum(answer -> answer.result().segments().size());
        return accepted / Math.max(1, total(Counters::candidatesJudged));
    }

    double meanSegmentTokens() {
        return total(Counters::tokensAccepted)
                / Math.max(1, sum(answer -> answer.result().segments().size()));
    }

    @Nullable
    Long peakMegabytes() {
        return answers.stream()
                .map(Answer::peakMegabytes)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
    }

    double sum(ToDoubleFunction<Answer> value) {
        return answers.stream().mapToDouble(value).sum();
    }

    double[] doubles(ToDoubleFunction<Answer> value) {
        return answers.stream().mapToDouble(value).toArray();
    }
}
