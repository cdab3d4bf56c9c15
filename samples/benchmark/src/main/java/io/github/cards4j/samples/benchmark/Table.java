package io.github.cards4j.samples.benchmark;

import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Results as text. */
final class Table {

    private static final String HEADER = "%-24s %5s %8s %6s %9s %9s %8s %8s %9s %7s %6s %8s %9s %8s %7s";

    private Table() {}

    static List<String> runs(List<Run> runs) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                HEADER,
                "",
                "",
                "mean",
                "bad",
                "tokens",
                "tokens",
                "llm",
                "reward",
                "reward",
                "exh.",
                "accep-",
                "ms a",
                "ms first",
                "",
                "peak"));
        lines.add(String.format(
                Locale.ROOT,
                HEADER,
                "method",
                "seed",
                "reward",
                "share",
                "proposed",
                "accepted",
                "passes",
                "passes",
                "tokens",
                "segm.",
                "tance",
                "token",
                "segment",
                "seconds",
                "MB"));
        runs.forEach(run -> lines.add(line(run)));
        return lines;
    }

    private static String line(Run run) {
        boolean tested = run.method() instanceof Method.Cards || run.method() instanceof Method.Rejection;
        return String.format(
                Locale.ROOT,
                "%-24s %5d %8.3f %6s %,9d %,9d %,8d %,8d %,9d %7d %6s %8.1f %9.0f %8.1f %7s",
                run.method().id(),
                run.seed(),
                run.meanReward(),
                percent(run.badShare()),
                run.total(Counters::tokensProposed),
                run.total(Counters::tokensAccepted),
                run.total(Counters::llmForwardPasses),
                run.total(Counters::rewardForwardPasses),
                run.total(Counters::rewardTokensRead),
                run.total(Counters::exhaustedSegments),
                tested ? String.format(Locale.ROOT, "%.2f", run.acceptance()) : "-",
                run.millisPerAcceptedToken(),
                run.medianMillisToFirstSegment(),
                run.seconds(),
                run.peakMegabytes() == null ? "-" : run.peakMegabytes());
    }

    /** Every CARDS method against plain decoding and best-of-n, where they ran. */
    static List<String> comparisons(List<Run> runs) {
        List<Method> methods = runs.stream().map(Run::method).distinct().toList();
        Optional<Method> plain = first(methods, Method.Plain.class);
        Optional<Method> batched = first(methods, Method.BestOf.class);
        Optional<Method> sequential = first(methods, Method.BestOfSequential.class);
        Optional<Double> deviation = plain.map(method -> deviation(Comparison.ofMethod(runs, method)));
        List<String> lines = new ArrayList<>();
        for (Method ours : methods) {
            if (!(ours instanceof Method.Cards)) {
                continue;
            }
            lines.add(ours.id() + ", 95 % intervals, paired by prompt");
            plain.ifPresent(theirs -> lines.add(line(
                    "time an accepted token without prefill / " + theirs.id(),
                    Comparison.of(runs, ours, theirs).decodingTime())));
            sequential.ifPresent(theirs -> {
                Comparison comparison = Comparison.of(runs, ours, theirs);
                lines.add(line("time an answer / " + theirs.id(), comparison.time()));
                deviation.ifPresent(spread -> lines.add(
                        line("mean reward - " + theirs.id() + ", in plain spreads", comparison.reward(spread))));
            });
            batched.ifPresent(theirs -> {
                Comparison comparison = Comparison.of(runs, ours, theirs);
                lines.add(line("time an answer / " + theirs.id(), comparison.time()));
                lines.add(line("tokens proposed / " + theirs.id(), comparison.tokensProposed()));
                lines.add(line("median time to first segment / " + theirs.id(), comparison.firstSegment()));
                deviation.ifPresent(spread -> lines.add(
                        line("mean reward - " + theirs.id() + ", in plain spreads", comparison.reward(spread))));
            });
            List<Run> own = Comparison.ofMethod(runs, ours);
            lines.add(line(
                    "reward tokens read / (tokens proposed + prompt)", new Comparison(own, own).rewardTokensRead()));
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-58s %6.2f",
                    "mean acceptance",
                    own.stream().mapToDouble(Run::acceptance).average().orElse(Double.NaN)));
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-58s %6.1f",
                    "mean segment, tokens",
                    own.stream().mapToDouble(Run::meanSegmentTokens).average().orElse(Double.NaN)));
        }
        return lines;
    }

    private static String line(String what, Statistics.Estimate estimate) {
        return String.format(
                Locale.ROOT, "  %-58s %6.2f  [%.2f, %.2f]", what, estimate.value(), estimate.low(), estimate.high());
    }

    /** Spread of the rewards of all plain answers. */
    private static double deviation(List<Run> plain) {
        return Statistics.deviation(plain.stream()
                .flatMap(run -> run.answers().stream())
                .mapToDouble(Answer::reward)
                .toArray());
    }

    private static Optional<Method> first(List<Method> methods, Class<? extends Method> type) {
        return methods.stream().filter(type::isInstance).findFirst();
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
