package io.github.cards4j.samples.chat.page;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.langchain4j.CardsChatResponseMetadata;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of an answer as JSON. A reward of null was not asked for. */
final class PageEvents {

    private PageEvents() {}

    /** A piece of the answer. */
    record Text(String text) {}

    /** A candidate that was not good enough. */
    record Rejected(
            int attempt, String text, int tokens, @Nullable Double reward) {

        static Rejected of(Candidate candidate) {
            return new Rejected(
                    candidate.attempt(), candidate.text(), candidate.tokens().size(), known(candidate.reward()));
        }
    }

    /**
     * An accepted segment, and those that it beat.
     *
     * @param text what was said with it; empty if nothing was but the end
     */
    record Judged(
            int index,
            String text,
            int tokens,
            @Nullable Double reward,
            @Nullable Double threshold,
            int attempts,
            boolean exhausted,
            List<Rejected> rejected) {

        static Judged of(int index, String text, Segment segment, List<Candidate> rejected) {
            return new Judged(
                    index,
                    text,
                    segment.candidate().tokens().size(),
                    known(segment.reward()),
                    known(segment.candidate().threshold()),
                    segment.attempts(),
                    segment.exhausted(),
                    rejected.stream().map(Rejected::of).toList());
        }
    }

    /**
     * The answer, and what it has cost.
     *
     * @param rejected how many candidates were judged and not taken, those behind the last segment included
     */
    record Done(
            String text,
            String finishReason,
            @Nullable Double reward,
            long tokensProposed,
            long tokensAccepted,
            @Nullable Double acceptance,
            double millisPerToken,
            double millisToFirstSegment,
            double millis,
            long llmForwardPasses,
            long rewardForwardPasses,
            int exhaustedSegments,
            long rejected) {

        static Done of(ChatResponse response) {
            CardsChatResponseMetadata metadata = (CardsChatResponseMetadata) response.metadata();
            Counters cost = metadata.counters();
            String text = response.aiMessage().text();
            return new Done(
                    text == null ? "" : text,
                    metadata.decodingFinishReason().name(),
                    metadata.reward(),
                    cost.tokensProposed(),
                    cost.tokensAccepted(),
                    metadata.acceptanceRate(),
                    rounded(millis(cost.totalTime()) / Math.max(1, cost.tokensAccepted())),
                    rounded(millis(cost.timeToFirstSegment())),
                    rounded(millis(cost.totalTime())),
                    cost.llmForwardPasses(),
                    cost.rewardForwardPasses(),
                    cost.exhaustedSegments(),
                    cost.candidatesJudged()
                            - metadata.segments().stream()
                                    .filter(Segment::judged)
                                    .count());
        }

        private static double millis(Duration time) {
            return time.toNanos() / 1e6;
        }

        private static double rounded(double value) {
            return Math.round(value * 100) / 100.0;
        }
    }

    private static @Nullable Double known(double reward) {
        return Double.isNaN(reward) ? null : reward;
    }
}
