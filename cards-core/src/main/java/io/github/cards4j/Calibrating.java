package io.github.cards4j;

import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.Calibrations;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.PlainAnswer;
import io.github.cards4j.model.Message;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Draws plain answers, some at the same time, and measures them. */
record Calibrating(Cards cards, String llmKey, String rewardKey, String convention) {

    private static final int AT_ONCE = 8;

    /** An answer on its way, and the entropies seen so far: filled on the worker's thread, read once the answer is there. */
    private record Drawing(Generation generation, List<Double> entropies) {}

    Calibration run(List<String> prompts) {
        if (prompts.size() < Calibrations.FEWEST_ANSWERS) {
            throw new IllegalArgumentException(
                    "calibrate needs at least " + Calibrations.FEWEST_ANSWERS + " prompts, but got " + prompts.size());
        }
        List<PlainAnswer> answers = new ArrayList<>();
        Deque<Drawing> drawings = new ArrayDeque<>();
        int atOnce = Math.min(AT_ONCE, cards.options().queueCapacity());
        String sampling = "";
        int next = 0;
        try {
            while (answers.size() < prompts.size()) {
                while (next < prompts.size() && drawings.size() < atOnce) {
                    drawings.add(draw(prompts.get(next), next++));
                }
                Drawing drawing = drawings.remove();
                CardsResponse response = Cards.await(drawing.generation().future(), "calibration");
                List<Message> conversation = List.of(Message.user(prompts.get(answers.size())));
                answers.add(new PlainAnswer(cards.score(conversation, response.text()), drawing.entropies()));
                sampling = response.options().sampling() + ", maxNewTokens="
                        + response.options().maxNewTokens();
            }
        } finally {
            drawings.forEach(drawing -> drawing.generation().future().cancel(true));
        }
        return Calibrations.measure(llmKey, rewardKey, convention, sampling, answers);
    }

    /** Numbered seeds: the same prompts give the same calibration. Nobody waits for these answers, and one that is cut tells lies. */
    private Drawing draw(String prompt, int number) {
        List<Double> entropies = new ArrayList<>();
        GenerationOptions plain = GenerationOptions.builder()
                .method(Method.PLAIN)
                .seed((long) number)
                .deadline(ChronoUnit.FOREVER.getDuration())
                .build();
        Generation generation = cards.start(CardsRequest.of(prompt).with(plain), new DecodingListener() {
            @Override
            public void onEntropy(double entropy) {
                entropies.add(entropy);
            }
        });
        return new Drawing(generation, entropies);
    }
}
