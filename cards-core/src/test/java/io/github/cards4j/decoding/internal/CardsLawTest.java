package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.AttemptsExhaustedException;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.internal.ExactLaw.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers follow the law: their counts against the exactly enumerated distribution of whole answers. */
class CardsLawTest {

    private static final int ANSWERS = 4000;
    private static final int MAX_NEW_TOKENS = 5;
    private static final Outcome FAILED = new Outcome(List.of(), FinishReason.EXHAUSTED);
    private static final double NO_FLOOR = Double.NEGATIVE_INFINITY;

    private static Toy toy(long seed) {
        return Toy.random(seed, 3, 0.15);
    }

    private static Map<Outcome, Integer> drawn(Toy toy, Alignment alignment, Method method) {
        Map<Outcome, Integer> counts = new HashMap<>();
        for (int seed = 0; seed < ANSWERS; seed++) {
            counts.merge(outcome(toy, Toy.options(method, alignment, MAX_NEW_TOKENS, seed)), 1, Integer::sum);
        }
        return counts;
    }

    private static Outcome outcome(Toy toy, DecodingOptions options) {
        List<List<Integer>> segments = new ArrayList<>();
        try {
            DecodingResult result = toy.run(options);
            for (Segment segment : result.segments()) {
                segments.add(segment.candidate().tokens());
            }
            return new Outcome(segments, result.finishReason());
        } catch (AttemptsExhaustedException e) {
            return FAILED;
        }
    }

    private static Map<Outcome, Double> law(Toy toy, long seed, Alignment alignment) {
        int end = toy.model().tokenizer().end();
        double[][] table = table(seed);
        ExactLaw law = new ExactLaw(
                answer -> table[answer.isEmpty() ? end : answer.get(answer.size() - 1)],
                // An answer that has ended reads like one that has not: the end has no text. Only the law's own
                // tie-breaking needs rewards to differ, and equal texts of different tokens never compete there.
                answer -> Toy.reward(
                        seed,
                        toy.model()
                                .tokenizer()
                                .decode(answer.stream().mapToInt(i -> i).toArray())),
                alignment,
                end,
                MAX_NEW_TOKENS);
        return law.answers();
    }

    /** Where answers fail, nobody hears of what had been accepted before. */
    private static Map<Outcome, Double> failing(Map<Outcome, Double> law) {
        Map<Outcome, Double> failing = new HashMap<>();
        law.forEach((outcome, p) ->
                failing.merge(outcome.reason() == FinishReason.EXHAUSTED ? FAILED : outcome, p, Double::sum));
        assertThat(failing.get(FAILED)).isBetween(0.02, 0.98);
        return failing;
    }

    private static double[][] table(long seed) {
        return Toy.table(seed, 3, 0.15);
    }

    @ParameterizedTest(name = "toy {0}: r* {1}, β {2}, {3} attempts, {4}, floor {5}")
    @CsvSource({
        "1, 0.5, 0.3, 21, BEST, -Infinity",
        "2, 1.0, 1.0, 21, BEST, -Infinity",
        "3, 1.0, 5.0, 21, BEST, -Infinity",
        "4, 2.0, 0.2, 3, BEST, -Infinity",
        "5, 2.0, 0.5, 2, BEST, -Infinity",
        "6, 0.0, 0.5, 1, BEST, -Infinity",
        "7, 1.5, 0.4, 3, BEST, 0.0",
        "8, 1.5, 0.4, 3, STOP, -Infinity",
        "9, 1.0, 0.4, 4, REPLACE, -Infinity",
        "10, 0.5, 2.0, 2, STOP, -0.3",
        "11, 0.2, 3.0, 3, BEST, 0.3",
        "12, 1.0, 0.4, 4, FAIL, -Infinity",
    })
    void answersFollowTheLaw(
            long seed, double target, double beta, int attempts, OnExhausted onExhausted, double floor) {
        Toy toy = toy(seed);
        Alignment alignment = Toy.alignment(target, beta, attempts, onExhausted, floor);
        Map<Outcome, Double> law =
                onExhausted == OnExhausted.FAIL ? failing(law(toy, seed, alignment)) : law(toy, seed, alignment);
        assertThat(law.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
        Map<Outcome, Integer> counts = drawn(toy, alignment, Method.CARDS);
        assertThat(counts).hasSizeGreaterThan(3);
        assertThat(ChiSquare.excess(counts, law)).isLessThan(1);
    }

    /** The test is sharp enough: answers of one law are told from those of a slightly different one. */
    @Test
    void answersOfAnotherLawAreTold() {
        Toy toy = toy(4);
        Alignment alignment = Toy.alignment(1, 0.5, 5, OnExhausted.BEST, NO_FLOOR);
        Map<Outcome, Integer> counts = drawn(toy, alignment, Method.CARDS);
        assertThat(ChiSquare.excess(counts, law(toy, 4, alignment))).isLessThan(1);
        List<Alignment> others = List.of(
                Toy.alignment(1.3, 0.5, 5, OnExhausted.BEST, NO_FLOOR),
                Toy.alignment(1, 0.8, 5, OnExhausted.BEST, NO_FLOOR),
                Toy.alignment(1, 0.5, 3, OnExhausted.BEST, NO_FLOOR),
                Toy.alignment(1, 0.5, 5, OnExhausted.BEST, -0.3));
        for (Alignment other : others) {
            assertThat(ChiSquare.excess(counts, law(toy, 4, other)))
                    .as(other.toString())
                    .isGreaterThan(1);
        }
    }
}
