package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ModelException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares decoding methods over a prompt file. {@code --help} lists the options, docs/benchmark.md explains them. */
public final class Benchmark {

    private static final int ACCEPTANCE_PROMPTS = 10;
    private static final long ACCEPTANCE_SEED = 7919;
    private static final long KEEP_NANOS = 60_000_000_000L;

    private final Arguments arguments;
    private long kept = System.nanoTime();

    private Benchmark(Arguments arguments) {
        this.arguments = arguments;
    }

    public static void main(String... args) {
        int status = run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** @return the exit status: 0, 1 for models or files that fail, 2 for arguments that cannot be understood */
    static int run(String... args) {
        try {
            Arguments arguments = Arguments.parse(args);
            if (arguments.help()) {
                System.out.print(Arguments.HELP);
            } else if (arguments.steps()) {
                Steps.measure(arguments, Pair.of(arguments));
            } else if (arguments.callers() != null) {
                Callers.measure(arguments, Pair.of(arguments), arguments.callers());
            } else if (arguments.secondTurn() != null) {
                SecondTurn.measure(arguments, Pair.of(arguments), arguments.secondTurn());
            } else {
                new Benchmark(arguments).compare(Pair.of(arguments));
            }
            return 0;
        } catch (UsageException | IllegalArgumentException e) {
            System.err.println("benchmark: " + e.getMessage());
            return 2;
        } catch (ModelException | UncheckedIOException e) {
            System.err.println("benchmark: " + e.getMessage());
            return 1;
        }
    }

    private void compare(Pair pair) {
        try (Cards cards = pair.open(arguments)) {
            System.out.println(cards.description());
            GenerationOptions options = options(cards, arguments, pair);
            Contest contest = new Contest(cards, options, Pair.labeller(arguments));
            List<Run> runs = contest.run(
                    arguments.methods(),
                    arguments.seeds(),
                    pair.prompts(),
                    soFar -> progress(cards, options, pair, soFar));
            Table.runs(runs).forEach(System.out::println);
            Table.comparisons(runs).forEach(System.out::println);
            write(cards, options, runs);
            if (arguments.chart() != null) {
                Chart.write(
                        arguments.chart(), "Decoding methods, " + pair.prompts().size() + " prompts", runs);
            }
        }
    }

    /** What every answer has in common; the target reward is looked for first if an acceptance is asked for. */
    static GenerationOptions options(Cards cards, Arguments arguments, Pair pair) {
        Double acceptance = arguments.targetAcceptance();
        if (acceptance == null) {
            return arguments.generation();
        }
        Calibration calibration = Objects.requireNonNull(cards.calibration(), "not calibrated");
        List<String> prompts = pair.prompts()
                .subList(0, Math.min(ACCEPTANCE_PROMPTS, pair.prompts().size()));
        double target = TargetAcceptance.targetReward(acceptance, calibration, reward -> {
            GenerationOptions tried =
                    arguments.generation().toBuilder().targetReward(reward).build();
            Contest contest = new Contest(cards, tried, (prompt, answer) -> null);
            double found = new Run(
                            Method.CARDS,
                            ACCEPTANCE_SEED,
                            prompts.stream()
                                    .map(prompt -> contest.answer(Method.CARDS, ACCEPTANCE_SEED, prompt))
                                    .toList())
                    .acceptance();
            System.out.printf(Locale.ROOT, "target reward %.3f: acceptance %.2f%n", reward, found);
            return found;
        });
        return arguments.generation().toBuilder().targetReward(target).build();
    }

    /** A line a prompt; the JSON file is kept up to date every minute, so that little is lost if somebody ends it. */
    private void progress(Cards cards, GenerationOptions options, Pair pair, List<Run> runs) {
        Run last = runs.get(runs.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "seed %d, prompt %d of %d, %.0f s of decoding%n",
                last.seed(),
                last.answers().size(),
                pair.prompts().size(),
                runs.stream().mapToDouble(Run::seconds).sum());
        if (System.nanoTime() - kept > KEEP_NANOS) {
            write(cards, options, runs);
            kept = System.nanoTime();
        }
    }

    private void write(Cards cards, GenerationOptions options, List<Run> runs) {
        if (arguments.json() != null) {
            ObjectNode document = Report.document(
                    Report.machine(),
                    Report.models(arguments, cards),
                    Report.options(arguments, options, resolved(runs)),
                    runs);
            Report.write(arguments.json(), document);
        }
    }

    /** The options of an answer that was judged step by step, else of any. */
    static @Nullable DecodingOptions resolved(List<Run> runs) {
        return runs.stream()
                .flatMap(run -> run.answers().stream())
                .map(answer -> answer.response().options())
                .reduce((a, b) -> a.alignment() != null ? a : b)
                .orElse(null);
    }
}
