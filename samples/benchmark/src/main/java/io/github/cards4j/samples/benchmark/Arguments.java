package io.github.cards4j.samples.benchmark;

import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param llm folder, or {@code demo}
 * @param reward folder, or {@code demo}
 * @param prompts null for the embedded models' held-out requests
 * @param limit the most prompts that are used
 * @param generation what every answer has in common
 * @param targetAcceptance mean acceptance to set the target reward by; null to leave it to strength
 * @param steps whether to measure the device instead of methods
 * @param callers how many callers at once are to be measured, one number after the other; null not to measure that
 * @param secondTurn tokens of a conversation whose second turn is to be measured; null not to measure that
 */
record Arguments(
        String llm,
        String reward,
        @Nullable Path prompts,
        int limit,
        List<Method> methods,
        List<Long> seeds,
        GenerationOptions generation,
        @Nullable Double targetAcceptance,
        String chatFormat,
        String device,
        String dtype,
        int threads,
        @Nullable Path calibration,
        @Nullable Path json,
        @Nullable Path chart,
        boolean steps,
        @Nullable List<Integer> callers,
        @Nullable Integer secondTurn,
        boolean help) {

    /** The embedded models. */
    static final String DEMO = "demo";

    static final String HELP = """
            Compares decoding methods over a prompt file and a pair of models. docs/benchmark.md explains it.

              --llm MODEL, --reward MODEL    the pair: folders, models of the hub (owner/name), or demo (default)
              --prompts FILE             JSON lines with a "prompt" each; default with demo: its held-out requests
              --limit N                  only the first N prompts
              --methods M,M,...          plain, best-of-n:20, best-of-n-sequential:20, rejection, cards:1, cards:8, cards
                                         (the number after cards fixes the lanes; without it they adapt)
              --max-new-tokens N         default 128
              --seeds N,N,...            default 1
              --json FILE, --chart FILE  where results go: JSON, and a PNG picture
              --strength S               in [0, 1]; default 0.5
              --target-acceptance P      sets the target reward so that about this share of candidates is accepted
              --target-reward R, --reward-temperature B, --uncertainty-threshold U, --reward-weight A, --ramp N
              --temperature T, --top-k K, --top-p P
              --calibration FILE         of this pair; measured on the prompts and written there if there is none
              --chat-format F            auto (default: each model's own template), chatml or plain
              --device D, --dtype T, --threads N
              --steps                    measure the device itself: steps, their bare matrix products, a breakdown
              --callers N,N,...          measure so many callers at once instead of methods
              --second-turn N            measure how soon the second turn of conversations of about N tokens starts
              --help                     this text
            """;

    private static final String DEFAULT_METHODS =
            "plain,best-of-n:20,best-of-n-sequential:20,rejection,cards:1,cards:8,cards";
    private static final int DEFAULT_MAX_NEW_TOKENS = 128;
    private static final Set<String> NAMES = Set.of(
            "--llm",
            "--reward",
            "--prompts",
            "--limit",
            "--methods",
            "--max-new-tokens",
            "--seeds",
            "--json",
            "--chart",
            "--strength",
            "--target-acceptance",
            "--target-reward",
            "--reward-temperature",
            "--uncertainty-threshold",
            "--reward-weight",
            "--ramp",
            "--temperature",
            "--top-k",
            "--top-p",
            "--calibration",
            "--chat-format",
            "--device",
            "--dtype",
            "--threads",
            "--callers",
            "--second-turn");
    private static final Set<String> FLAGS = Set.of("--steps", "--help");

    /** @throws UsageException if something in it is wrong */
    static Arguments parse(String... args) {
        Values values = Values.read(args, NAMES, FLAGS);
        Arguments arguments = new Arguments(
                values.text("--llm", DEMO),
                values.text("--reward", DEMO),
                values.parsed("--prompts", "a file", Path::of),
                or(values.integer("--limit", 1), Integer.MAX_VALUE),
                or(methods(values), parseMethods(DEFAULT_METHODS)),
                or(
                        values.parsed("--seeds", "whole numbers with commas between them", Arguments::parseSeeds),
                        List.of(1L)),
                generation(values),
                acceptance(values),
                values.text("--chat-format", CardsOptions.DEFAULT_CHAT_FORMAT),
                values.text("--device", CardsOptions.DEFAULT_DEVICE),
                values.text("--dtype", CardsOptions.DEFAULT_DTYPE),
                or(values.integer("--threads", 0), 0),
                values.parsed("--calibration", "a file", Path::of),
                values.parsed("--json", "a file", Path::of),
                values.parsed("--chart", "a file", Path::of),
                values.has("--steps"),
                values.parsed(
                        "--callers", "whole numbers of 1 or more with commas between them", Arguments::parseCallers),
                values.integer("--second-turn", 100),
                values.has("--help"));
        arguments.check();
        return arguments;
    }

    private void check() {
        if (llm.equals(DEMO) != reward.equals(DEMO)) {
            throw new UsageException("--llm and --reward go together: name a folder for each, or leave out both");
        }
        if (!demo() && prompts == null && !help) {
            throw new UsageException(
                    "--prompts FILE is needed with models of your own, such as samples/benchmark/prompts.jsonl");
        }
        if ((steps ? 1 : 0) + (callers != null ? 1 : 0) + (secondTurn != null ? 1 : 0) > 1) {
            throw new UsageException("--steps, --callers and --second-turn are measured one at a time");
        }
        requireFolder("--json", json);
        requireFolder("--chart", chart);
        if (demo() && calibration != null) {
            throw new UsageException("--calibration is for models of your own; the embedded ones have theirs");
        }
    }

    /** Now, not when everything has been measured. */
    private static void requireFolder(String option, @Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UsageException(option + " " + file + ": there is no folder " + folder);
        }
    }

    /** Whether the embedded models answer. */
    boolean demo() {
        return llm.equals(DEMO);
    }

    /** Whether something is asked for that only a calibration tells. */
    boolean needsCalibration() {
        boolean byHand = generation.targetReward() != null
                && generation.rewardTemperature() != null
                && generation.uncertaintyThreshold() != null;
        boolean tests = steps
                || callers != null
                || secondTurn != null
                || methods.stream().anyMatch(m -> m instanceof Method.Cards || m instanceof Method.Rejection);
        return targetAcceptance != null || tests && !byHand;
    }

    private static GenerationOptions generation(Values values) {
        try {
            return GenerationOptions.builder()
                    .maxNewTokens(or(values.integer("--max-new-tokens", 1), DEFAULT_MAX_NEW_TOKENS))
                    .strength(values.number("--strength"))
                    .targetReward(values.number("--target-reward"))
                    .rewardTemperature(values.number("--reward-temperature"))
                    .uncertaintyThreshold(values.number("--uncertainty-threshold"))
                    .rewardWeight(values.number("--reward-weight"))
                    .ramp(values.integer("--ramp", 1))
                    .temperature(values.number("--temperature"))
                    .topK(values.integer("--top-k", 0))
                    .topP(values.number("--top-p"))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    private static @Nullable Double acceptance(Values values) {
        Double acceptance = values.number("--target-acceptance");
        if (acceptance != null && !(acceptance > 0 && acceptance < 1)) {
            throw new UsageException("--target-acceptance must lie between 0 and 1, but is " + acceptance);
        }
        if (acceptance != null && values.has("--target-reward")) {
            throw new UsageException("--target-acceptance sets the target reward: leave out --target-reward");
        }
        return acceptance;
    }

    private static @Nullable List<Method> methods(Values values) {
        return values.parsed("--methods", "decoding methods with commas between them", Arguments::parseMethods);
    }

    private static List<Method> parseMethods(String text) {
        return List.copyOf(new LinkedHashSet<>(
                Arrays.stream(text.split(",")).map(Method::parse).toList()));
    }

    private static List<Integer> parseCallers(String text) {
        List<Integer> numbers = Arrays.stream(text.split(","))
                .map(String::strip)
                .map(Integer::valueOf)
                .distinct()
                .toList();
        if (numbers.stream().anyMatch(number -> number < 1)) {
            throw new NumberFormatException();
        }
        return numbers;
    }

    private static List<Long> parseSeeds(String text) {
        return List.copyOf(new LinkedHashSet<>(Arrays.stream(text.split(","))
                .map(String::strip)
                .map(Long::valueOf)
                .toList()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
