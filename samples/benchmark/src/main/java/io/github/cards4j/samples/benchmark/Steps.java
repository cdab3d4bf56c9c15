package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.Cards;
import io.github.cards4j.ChatTemplates;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.torch.StepProbe;
import io.github.cards4j.torch.TorchDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures the device itself: decoding steps, their bare matrix products, and where answers' time goes. */
final class Steps {

    private static final int[] PREFIXES = {64, 512, 2048};
    private static final int[] LANES = {1, 4, 8, 16};
    private static final int ROUNDS = 24;
    private static final int STEPS_A_ROUND = 4;
    private static final int PROMPTS = 12;
    private static final long SEED = 1;

    private final Arguments arguments;
    private final ObjectNode document = Report.JSON.createObjectNode();

    private Steps(Arguments arguments) {
        this.arguments = arguments;
    }

    static void measure(Arguments arguments, Pair pair) {
        Steps steps = new Steps(arguments);
        steps.document.set("machine", Report.machine());
        steps.lanes(pair);
        if (arguments.demo() || arguments.calibration() != null || !arguments.needsCalibration()) {
            steps.breakdown(pair, steps.resolve(pair));
        } else {
            System.out.println("where answers' time goes is left out: it needs --calibration FILE, or --target-reward,"
                    + " --reward-temperature and --uncertainty-threshold");
        }
    }

    // A device belongs to the thread that opened it: all of this happens on the calling one.
    private TorchDevice device() {
        return TorchDevice.open(arguments.device(), arguments.dtype(), arguments.threads(), false);
    }

    private void write() {
        if (arguments.json() != null) {
            Report.write(arguments.json(), document);
        }
    }

    private void lanes(Pair pair) {
        try (TorchDevice device = device();
                LanguageModel llm = device.languageModel(pair.llm(), Progress.NONE)) {
            System.out.println(device.description());
            document.put("device", device.description());
            lanes(llm);
        }
        write();
    }

    private void breakdown(Pair pair, Map<Method, DecodingOptions> resolved) {
        ChatTemplate template = ChatTemplates.of(arguments.chatFormat(), pair.llm());
        ChatTemplate rewardTemplate = ChatTemplates.of(arguments.chatFormat(), pair.reward());
        try (TorchDevice device = device();
                LanguageModel llm = device.languageModel(pair.llm(), Progress.NONE);
                RewardModel reward = device.rewardModel(pair.reward(), rewardTemplate, true, Progress.NONE)) {
            breakdown(pair, resolved, llm, reward, template);
        }
        write();
    }

    /** Options as the front door resolves them, for plain decoding and CARDS. */
    private Map<Method, DecodingOptions> resolve(Pair pair) {
        Map<Method, DecodingOptions> resolved = new LinkedHashMap<>();
        try (Cards cards = pair.open(arguments)) {
            GenerationOptions options = Benchmark.options(cards, arguments, pair);
            for (Method method : List.of(Method.PLAIN, Method.CARDS)) {
                cards.useDefaults(options.toBuilder().method(method).seed(SEED).build());
                resolved.put(method, cards.resolved(null));
            }
        }
        return resolved;
    }

    private void lanes(LanguageModel llm) {
        ArrayNode rows = document.putArray("steps");
        System.out.println("a decoding step, milliseconds [95 % interval of the ratio]; rounds alternate");
        for (int prefix : PREFIXES) {
            if (prefix + 64 > llm.contextLength()) {
                System.out.println("prefix " + prefix + ": longer than this model's context, left out");
                continue;
            }
            double[][] millis = new double[LANES.length][ROUNDS];
            double[] products = new double[ROUNDS];
            try (StepProbe probe = new StepProbe(llm, prefix)) {
                for (int round = -1; round < ROUNDS; round++) {
                    for (int i = 0; i < LANES.length; i++) {
                        double mean = Statistics.mean(probe.steps(LANES[i], STEPS_A_ROUND));
                        if (round >= 0) {
                            millis[i][round] = mean;
                        }
                    }
                    double mean = Statistics.mean(probe.products(1, STEPS_A_ROUND));
                    if (round >= 0) {
                        products[round] = mean;
                    }
                }
            }
            for (int i = 0; i < LANES.length; i++) {
                row(rows, prefix, LANES[i] == 1 ? "1 lane" : LANES[i] + " lanes / 1 lane", millis[i], millis[0]);
            }
            row(rows, prefix, "1 lane / its bare matrix products", millis[0], products);
        }
    }

    private static void row(ArrayNode rows, int prefix, String what, double[] ours, double[] theirs) {
        Statistics.Estimate ratio = Statistics.bootstrap(
                ours.length, indices -> Statistics.sum(ours, indices) / Statistics.sum(theirs, indices));
        System.out.printf(
                Locale.ROOT,
                "  prefix %4d  %-42s %7.2f / %7.2f = %5.2f  [%.2f, %.2f]%n",
                prefix,
                what,
                Statistics.mean(ours),
                Statistics.mean(theirs),
                ratio.value(),
                ratio.low(),
                ratio.high());
        rows.addObject()
                .put("prefix", prefix)
                .put("what", what)
                .put("millis", Statistics.mean(ours))
                .put("medianMillis", Statistics.median(ours))
                .put("ofMillis", Statistics.mean(theirs))
                .put("ratio", ratio.value())
                .put("low", ratio.low())
                .put("high", ratio.high());
    }

    private void breakdown(
            Pair pair,
            Map<Method, DecodingOptions> resolved,
            LanguageModel llm,
            RewardModel reward,
            ChatTemplate template) {
        List<String> prompts =
                pair.prompts().subList(0, Math.min(PROMPTS, pair.prompts().size()));
        Map<Method, Breakdown> found = new LinkedHashMap<>();
        resolved.forEach((method, options) -> {
            new Breakdown(llm, reward, template).answer(prompts.get(0), options);
            found.put(method, new Breakdown(llm, reward, template));
        });
        for (String prompt : prompts) {
            found.forEach((method, breakdown) ->
                    breakdown.answer(prompt, resolved.getOrDefault(method, new ArrayList<>(resolved.values()).get(0))));
        }
        ObjectNode node = document.putObject("breakdown");
        found.forEach((method, breakdown) -> {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d answers, %d accepted tokens, %d steps, %d calls of the reward model%n",
                    method.id(),
                    prompts.size(),
                    breakdown.tokensAccepted(),
                    breakdown.steps(),
                    breakdown.scores());
            ObjectNode parts = node.putObject(method.id())
                    .put("tokensAccepted", breakdown.tokensAccepted())
                    .put("steps", breakdown.steps())
                    .put("millis", breakdown.millis())
                    .putObject("parts");
            breakdown.parts().forEach((part, millis) -> {
                parts.put(part, millis);
                System.out.printf(
                        Locale.ROOT,
                        "  %-28s %9.1f ms  %5.1f %%  %7.2f ms an accepted token%n",
                        part,
                        millis,
                        100 * millis / breakdown.millis(),
                        millis / breakdown.tokensAccepted());
            });
        });
    }
}
