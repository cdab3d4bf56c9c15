package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.fake.FakeDriver;
import io.github.cards4j.decoding.fake.FakeLanguageModel;
import io.github.cards4j.decoding.fake.FakeRewardModel;
import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Sampling;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A language model of a few letters, of which each depends on the one before, and a reward for every text. */
record Toy(FakeLanguageModel model, FakeRewardModel rewards) {

    static final Sampling SAMPLING = new Sampling(1, 0, 1);
    static final int[] PROMPT = {0, 1, 0, 1, 0, 1};
    static final List<Message> CONVERSATION = List.of(Message.user("ababab"));

    /**
     * @param letters how many, apart from the end
     * @param end probability of the end after any letter
     */
    static Toy random(long seed, int letters, double end) {
        double[][] table = table(seed, letters, end);
        String[] pieces = new String[letters];
        for (int i = 0; i < letters; i++) {
            pieces[i] = String.valueOf((char) ('a' + i));
        }
        FakeTokenizer tokenizer = FakeTokenizer.of(pieces);
        FakeLanguageModel model = new FakeLanguageModel(
                tokenizer, 200, (prompt, answer) -> table[answer.isEmpty() ? letters : answer.get(answer.size() - 1)]);
        return new Toy(model, new FakeRewardModel(text -> reward(seed, text)));
    }

    /** A next-token distribution after each letter, and, last, at the beginning. */
    static double[][] table(long seed, int letters, double end) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] table = new double[letters + 1][letters + 1];
        for (double[] row : table) {
            double sum = 0;
            // Peaked rows and flat ones, so that some tokens are certain and others are not.
            double sharpness = random.nextDouble(0.2, 4);
            for (int i = 0; i < letters; i++) {
                row[i] = Math.pow(random.nextDouble(0.05, 1), sharpness);
                sum += row[i];
            }
            for (int i = 0; i < letters; i++) {
                row[i] *= (1 - end) / sum;
            }
            row[letters] = end;
        }
        return table;
    }

    /** Anything, but always the same for the same text: about standard normal, a little better for longer texts. */
    static double reward(long seed, String text) {
        SplittableRandom random = new SplittableRandom(seed * 31 + text.hashCode());
        return random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5 + 0.05 * text.length();
    }

    static Alignment alignment(double target, double beta, int attempts, OnExhausted onExhausted, double floor) {
        return new Alignment(target, 0.5, beta, 0.9, 2, 4, attempts, onExhausted, "Sorry.", floor, 6);
    }

    static DecodingOptions options(Method method, @Nullable Alignment alignment, int maxNewTokens, long seed) {
        return new DecodingOptions(method, SAMPLING, maxNewTokens, List.of(), seed, alignment, 16);
    }

    Decoding begin(DecodingOptions options, DecodingListener listener) {
        return Beginning.begin(model, rewards, PROMPT, CONVERSATION, options, listener);
    }

    DecodingResult run(DecodingOptions options) {
        return run(options, DecodingListener.NONE);
    }

    DecodingResult run(DecodingOptions options, DecodingListener listener) {
        return FakeDriver.run(model, begin(options, listener));
    }

    DecodingResult run(DecodingOptions options, DecodingListener listener, ScoringPolicy scoring) {
        Answer answer = new Answer(model, PROMPT, options, listener);
        return FakeDriver.run(model, Beginning.judged(answer, new Rewards(rewards, CONVERSATION), scoring));
    }
}
