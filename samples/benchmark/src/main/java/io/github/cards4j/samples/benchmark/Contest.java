package io.github.cards4j.samples.benchmark;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks every method every prompt. The methods take turns prompt by prompt, in an order that rotates, so that whatever
 * else the machine does meets all of them alike.
 */
final class Contest {

    private final Cards cards;
    private final GenerationOptions options;
    private final BiFunction<String, String, @Nullable Boolean> bad;

    Contest(Cards cards, GenerationOptions options, BiFunction<String, String, @Nullable Boolean> bad) {
        this.cards = cards;
        this.options = options;
        this.bad = bad;
    }

    /** @param progress sees the runs after each prompt that all methods have answered */
    List<Run> run(List<Method> methods, List<Long> seeds, List<String> prompts, Consumer<List<Run>> progress) {
        for (Method method : methods) {
            answer(method, seeds.get(0), prompts.get(0));
        }
        Map<Long, Map<Method, List<Answer>>> answers = new LinkedHashMap<>();
        for (long seed : seeds) {
            Map<Method, List<Answer>> ofSeed = new LinkedHashMap<>();
            methods.forEach(method -> ofSeed.put(method, new ArrayList<>()));
            answers.put(seed, ofSeed);
            for (int i = 0; i < prompts.size(); i++) {
                List<Method> turns = new ArrayList<>(methods);
                Collections.rotate(turns, i);
                for (Method method : turns) {
                    ofSeed.getOrDefault(method, List.of()).add(answer(method, seed(seed, i), prompts.get(i)));
                }
                progress.accept(runs(answers));
            }
        }
        return runs(answers);
    }

    /** Another seed for each prompt; the same for all methods. */
    private static long seed(long seed, int prompt) {
        return seed * 1_000_003 + prompt;
    }

    Answer answer(Method method, long seed, String prompt) {
        GenerationOptions wanted = options.overrideWith(
                GenerationOptions.builder().method(method).seed(seed).build());
        FirstToken first = new FirstToken();
        Memory.resetPeak();
        first.start();
        CardsResponse response = cards.generate(CardsRequest.of(prompt).with(wanted), first);
        Long peak = Memory.peakMegabytes();
        double reward = cards.score(List.of(Message.user(prompt)), response.text());
        return new Answer(prompt, response, reward, bad.apply(prompt, response.text()), first.millis(), peak);
    }

    private static List<Run> runs(Map<Long, Map<Method, List<Answer>>> answers) {
        List<Run> runs = new ArrayList<>();
        answers.forEach((seed, ofSeed) -> ofSeed.forEach((method, found) -> runs.add(new Run(method, seed, found))));
        return runs;
    }

    /** Hears when the first token is there. */
    private static final class FirstToken implements DecodingListener {

        private long start;
        private volatile long first;

        void start() {
            start = System.nanoTime();
        }

        @Override
        public void onEntropy(double entropy) {
            if (first == 0) {
                first = System.nanoTime();
            }
        }

        double millis() {
            return first == 0 ? 0 : (first - start) / 1e6;
        }
    }
}
