package io.github.cards4j.samples.benchmark;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.LoadListener;
import io.github.cards4j.decoding.Method;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where the time goes from the start of a process to its first token: see docs/benchmark.md. */
public final class ColdStart implements LoadListener {

    private final Map<String, Double> millis = new LinkedHashMap<>();
    private long last = System.nanoTime();
    private String doing = "native library, device program, headers, tokenizer";

    private ColdStart() {}

    /** Arguments: language model, reward model, a prompt, and, if not {@code auto}, the number format. */
    public static void main(String[] args) {
        if (args.length != 3 && args.length != 4) {
            System.err.println("usage: ColdStart LLM REWARD PROMPT [DTYPE]");
            System.exit(2);
        }
        new ColdStart().measure(args);
    }

    private void measure(String[] args) {
        millis.put("the virtual machine", sinceStart());
        CardsOptions options = CardsOptions.builder()
                .llm(args[0])
                .reward(args[1])
                .dtype(args.length == 4 ? args[3] : CardsOptions.DEFAULT_DTYPE)
                .build();
        try (Cards cards = Cards.open(options, this)) {
            next("the rest of loading");
            next("first token");
            CardsResponse first = cards.generate(CardsRequest.of(args[2])
                    .with(GenerationOptions.builder()
                            .method(Method.PLAIN)
                            .maxNewTokens(1)
                            .build()));
            next("end");
            millis.remove("end");
            System.out.println(cards.description());
            millis.forEach((what, time) -> System.out.printf(Locale.ROOT, "%-60s %8.0f ms%n", what, time));
            System.out.printf(
                    Locale.ROOT,
                    "%-60s %8.0f ms, %d prompt tokens, %d MB of Java heap in use%n",
                    "from the start of the process",
                    sinceStart(),
                    first.promptTokens(),
                    usedHeap() >> 20);
        }
    }

    /** On the engine's thread, while the calling one waits. */
    @Override
    public void onProgress(String what, double fraction) {
        if (!what.equals(doing)) {
            next(what);
        }
    }

    private void next(String what) {
        long now = System.nanoTime();
        millis.merge(doing, (now - last) / 1e6, Double::sum);
        last = now;
        doing = what;
    }

    private static double sinceStart() {
        return System.currentTimeMillis()
                - (double) ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
