package io.github.cards4j.samples.quickstart;

import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param request what to answer; null for the built-in one
 * @param llm location of the language model; null for the embedded pair
 * @param reward location of the reward model; null for the embedded pair
 * @param offline whether models of a hub may only come from the cache
 * @param calibration where the calibration of a pair of one's own is kept
 */
record Arguments(
        @Nullable String request,
        @Nullable String llm,
        @Nullable String reward,
        boolean offline,
        @Nullable Path calibration,
        double strength,
        long seed,
        int maxNewTokens,
        String chatFormat,
        String device,
        String dtype,
        boolean interactive,
        boolean help) {

    static final String HELP = """
            Answers a request twice, unaligned and aligned, and shows what each answer cost.

            quickstart [options] [request]

              request               what to ask; without it, a built-in request
              --interactive         ask for requests until an empty line (after the request, if there is one)
              --strength S          how strong the alignment is, from 0 (none) to 1; default 0.5
              --seed N              fixes every random number; default 3
              --max-new-tokens N    the longest answer in tokens; default 128
              --llm MODEL           a language model of your own: owner/name[@revision] on the hub, or a folder with
                                    config.json, tokenizer.json, *.safetensors
              --reward MODEL        the reward model that goes with it, likewise
              --offline             take models of the hub from the cache only
              --calibration FILE    where their calibration is kept; without it, it is measured anew each time
              --chat-format F       how conversations are written for them: auto (default: their own
                                    chat templates), chatml or plain
              --device D            auto (default), cpu, or cuda:N
              --dtype T             auto (default), float32, bfloat16 or float16
              --help                this text

            Without --llm and --reward it uses two small embedded models that know a shop's support chat and nothing else.
            """;

    private static final int DEFAULT_MAX_NEW_TOKENS = 128;
    private static final long DEFAULT_SEED = 3;

    /** @throws UsageException if an argument is unknown, has no value, or has a wrong one */
    static Arguments parse(String... args) {
        List<String> words = new ArrayList<>();
        String llm = null;
        String reward = null;
        boolean offline = false;
        Path calibration = null;
        double strength = GenerationOptions.DEFAULT_STRENGTH;
        long seed = DEFAULT_SEED;
        int maxNewTokens = DEFAULT_MAX_NEW_TOKENS;
        String chatFormat = CardsOptions.DEFAULT_CHAT_FORMAT;
        String device = CardsOptions.DEFAULT_DEVICE;
        String dtype = CardsOptions.DEFAULT_DTYPE;
        boolean interactive = false;
        boolean help = false;
        for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            switch (arg) {
                case "--llm" -> llm = value(arg, rest);
                case "--reward" -> reward = value(arg, rest);
                case "--offline" -> offline = true;
                case "--calibration" -> calibration = Path.of(value(arg, rest));
                case "--strength" -> strength = number(arg, value(arg, rest), "a number from 0 to 1", Double::valueOf);
                case "--seed" -> seed = number(arg, value(arg, rest), "a whole number", Long::valueOf);
                case "--max-new-tokens" ->
                    maxNewTokens = number(arg, value(arg, rest), "a whole number of tokens", Integer::valueOf);
                case "--chat-format" -> chatFormat = value(arg, rest);
                case "--device" -> device = value(arg, rest);
                case "--dtype" -> dtype = value(arg, rest);
                case "--interactive" -> interactive = true;
                case "--help", "-h" -> help = true;
                default -> {
                    if (arg.startsWith("--")) {
                        throw new UsageException("unknown option " + arg + "; --help lists the options");
                    }
                    words.add(arg);
                }
            }
        }
        String request = words.isEmpty() ? null : String.join(" ", words).strip();
        Arguments arguments = new Arguments(
                request,
                llm,
                reward,
                offline,
                calibration,
                strength,
                seed,
                maxNewTokens,
                chatFormat,
                device,
                dtype,
                interactive,
                help);
        arguments.check();
        return arguments;
    }

    private void check() {
        if (request != null && request.isEmpty()) {
            throw new UsageException("the request is empty; leave it out for the built-in one");
        }
        if ((llm == null) != (reward == null)) {
            throw new UsageException("--llm and --reward go together: name a model for each, or leave out both");
        }
        if (calibration != null && demo()) {
            throw new UsageException(
                    "--calibration is for models named by --llm and --reward; the embedded ones have theirs");
        }
        if (!(strength >= 0 && strength <= 1)) {
            throw new UsageException("--strength must lie in 0..1, but is " + strength);
        }
        if (maxNewTokens < 1) {
            throw new UsageException("--max-new-tokens must be 1 or more, but is " + maxNewTokens);
        }
    }

    /** Whether the embedded models answer. */
    boolean demo() {
        return llm == null;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value; --help lists the options");
        }
        return rest.next();
    }

    private static <T> T number(String option, String text, String wanted, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            throw new UsageException(option + " needs " + wanted + ", but got '" + text + "'");
        }
    }
}
