package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.TokenMask;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Masks on the device: what they leave is drawn as a softmax in Java says, and without one nothing changes. */
class MaskedStepTest {

    private static final String MODEL = "tied";
    private static final int[] PROMPT = {3, 1, 4, 1, 5, 9, 2, 6};

    private static TokenMask mask(long seed, int size, double share) {
        SplittableRandom random = new SplittableRandom(seed);
        BitSet allowed = new BitSet();
        allowed.set(random.nextInt(size));
        for (int token = 0; token < size; token++) {
            if (random.nextDouble() < share) {
                allowed.set(token);
            }
        }
        return TokenMask.of(allowed);
    }

    /** Log-probabilities of what a mask leaves of the last row of logits. */
    private static double[] reference(float[] logits, int size, TokenMask mask) {
        double[] log = new double[size];
        double highest = Double.NEGATIVE_INFINITY;
        for (int token = 0; token < size; token++) {
            log[token] = mask.allows(token) ? logits[logits.length - size + token] : Double.NEGATIVE_INFINITY;
            highest = Math.max(highest, log[token]);
        }
        double sum = 0;
        for (double each : log) {
            sum += Math.exp(each - highest);
        }
        for (int token = 0; token < size; token++) {
            log[token] -= highest + Math.log(sum);
        }
        return log;
    }

    private static double entropy(double[] log) {
        double entropy = 0;
        for (double each : log) {
            entropy -= Double.isInfinite(each) ? 0 : Math.exp(each) * each;
        }
        return entropy;
    }

    @Test
    void drawsAreThoseOfTheMaskedDistribution() {
        Checkpoint checkpoint = Checkpoint.open(TestDevice.golden(MODEL));
        int size = checkpoint.config().vocabularySize();
        try (Transformer transformer = TestDevice.transformer(MODEL, DtypeNumber.FLOAT32);
                TorchLanguageModel model = new TorchLanguageModel(
                        checkpoint, Tokenizers.open(checkpoint), transformer, new PromptCache<>(0));
                Continuation continuation = model.begin(PROMPT, new Sampling(1, 0, 1))) {
            while (!continuation.prefill()) {}
            List<Integer> tokens = new ArrayList<>();
            for (int token : PROMPT) {
                tokens.add(token);
            }
            Lane lane = continuation.start();
            Lane free = continuation.start();
            List<Integer> freely = new ArrayList<>(tokens);
            for (int step = 0; step < 24; step++) {
                TokenMask mask = mask(step, size, step % 3 == 0 ? 0 : step % 3 == 1 ? 0.1 : 0.9);
                double u = (step + 0.5) / 24;
                List<Drawn> drawn = step == 0
                        ? List.of(
                                model.step(List.of(new Draw(lane, u, mask))).get(0),
                                model.step(List.of(new Draw(free, u))).get(0))
                        : model.step(List.of(new Draw(lane, u, mask), new Draw(free, u)));
                check(drawn.get(0), reference(logits(transformer, tokens), size, mask), u);
                check(drawn.get(1), reference(logits(transformer, freely), size, mask(0, size, 1)), u);
                tokens.add(drawn.get(0).token());
                freely.add(drawn.get(1).token());
                lane.append(drawn.get(0).token());
                free.append(drawn.get(1).token());
            }
        }
    }

    private static float[] logits(Transformer transformer, List<Integer> tokens) {
        return TestDevice.logits(transformer, tokens.stream().mapToInt(i -> i).toArray());
    }

    private static void check(Drawn drawn, double[] log, double u) {
        assertThat(drawn.entropy()).isCloseTo(entropy(log), within(1e-3));
        assertThat(drawn.logProbability()).isCloseTo(log[drawn.token()], within(1e-3));
        // Tokens are ordered by their probability: what lies before the one drawn, and with it, has u between them.
        double before = 0;
        double with = 0;
        for (double each : log) {
            before += each > log[drawn.token()] + 1e-4 ? Math.exp(each) : 0;
            with += each >= log[drawn.token()] - 1e-4 ? Math.exp(each) : 0;
        }
        assertThat(u).isBetween(before - 1e-3, with + 1e-3);
    }

    @Test
    void greedyAndTopKTakeFromWhatIsLeft() {
        Checkpoint checkpoint = Checkpoint.open(TestDevice.golden(MODEL));
        int size = checkpoint.config().vocabularySize();
        for (Sampling sampling : List.of(new Sampling(0, 0, 1), new Sampling(0.7, 40, 0.9), new Sampling(0.01, 3, 1))) {
            try (Transformer transformer = TestDevice.transformer(MODEL, DtypeNumber.FLOAT32);
                    TorchLanguageModel model = new TorchLanguageModel(
                            checkpoint, Tokenizers.open(checkpoint), transformer, new PromptCache<>(0));
                    Continuation continuation = model.begin(PROMPT, sampling)) {
                while (!continuation.prefill()) {}
                for (int seed = 0; seed < 20; seed++) {
                    TokenMask mask = mask(seed, size, seed % 2 == 0 ? 0 : 0.03);
                    try (Lane lane = continuation.start()) {
                        Drawn drawn = model.step(List.of(new Draw(lane, 0.999f, mask)))
                                .get(0);
                        assertThat(mask.allows(drawn.token())).isTrue();
                        assertThat(drawn.logProbability()).isBetween(-30.0, 1e-6);
                    }
                }
            }
        }
    }

    @Test
    void lanesThatShareAPlaceShareTheirMask() {
        Checkpoint checkpoint = Checkpoint.open(TestDevice.golden(MODEL));
        int size = checkpoint.config().vocabularySize();
        try (Transformer transformer = TestDevice.transformer(MODEL, DtypeNumber.FLOAT32);
                TorchLanguageModel model = new TorchLanguageModel(
                        checkpoint, Tokenizers.open(checkpoint), transformer, new PromptCache<>(0));
                Continuation continuation = model.begin(PROMPT, Sampling.defaults())) {
            while (!continuation.prefill()) {}
            TokenMask mask = mask(1, size, 0.1);
            List<Draw> same =
                    List.of(new Draw(continuation.start(), 0.5, mask), new Draw(continuation.start(), 0.25, mask));
            assertThat(model.step(same)).allMatch(drawn -> mask.allows(drawn.token()));
        }
        assertThatThrownBy(() -> {
                    Draws draws = new Draws();
                    draws.add(0, 0.5, Sampling.defaults(), mask(1, size, 0.1));
                    draws.add(0, 0.5, Sampling.defaults(), mask(2, size, 0.1));
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need the same mask");
    }
}
