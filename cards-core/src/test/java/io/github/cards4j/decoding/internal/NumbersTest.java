package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumbersTest {

    private static final Map<Integer, Double> EVEN =
            IntStream.range(0, 64).boxed().collect(Collectors.toMap(i -> i, i -> 1.0 / 64));

    @Test
    void tokenNumbersAreExactFloatsInTheOpenInterval() {
        Numbers numbers = new Numbers(7);
        for (int i = 0; i < 100_000; i++) {
            double u = numbers.token(i % 7, i % 11, i);
            assertThat(u == (float) u && u > 0 && u < 1).as("%s", u).isTrue();
        }
    }

    /** Neighbouring keys of every kind give independent uniform numbers: pairs of them fill a square evenly. */
    @Test
    void neighbouringKeysAreIndependent() {
        Map<Integer, Integer> bySeed = new HashMap<>();
        Map<Integer, Integer> bySegment = new HashMap<>();
        Map<Integer, Integer> byAttempt = new HashMap<>();
        Map<Integer, Integer> byPosition = new HashMap<>();
        Map<Integer, Integer> byStream = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            Numbers numbers = new Numbers(i);
            double u = numbers.token(2, 3, 4);
            count(bySeed, u, new Numbers(i + 1).token(2, 3, 4));
            count(bySegment, u, numbers.token(3, 3, 4));
            count(byAttempt, u, numbers.token(2, 4, 4));
            count(byPosition, u, numbers.token(2, 3, 5));
            count(byStream, numbers.acceptance(2, 3), numbers.token(2, 3, 0));
        }
        for (Map<Integer, Integer> counts : Set.of(bySeed, bySegment, byAttempt, byPosition, byStream)) {
            assertThat(ChiSquare.excess(counts, EVEN)).isLessThan(1);
        }
    }

    private static void count(Map<Integer, Integer> counts, double u, double v) {
        counts.merge((int) (8 * u) * 8 + (int) (8 * v), 1, Integer::sum);
    }

    @Test
    void acceptanceNumbersAreUniform() {
        Numbers numbers = new Numbers(-1);
        double mean = IntStream.range(0, 10_000)
                .mapToDouble(i -> numbers.acceptance(i / 21, i % 21))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.01));
    }

    @Test
    void everyKeyHasItsOwnNumber() {
        Numbers numbers = new Numbers(0);
        Set<Double> seen = new HashSet<>();
        for (int segment = 0; segment < 100; segment++) {
            for (int attempt = 1; attempt <= 100; attempt++) {
                seen.add(numbers.acceptance(segment, attempt));
            }
        }
        assertThat(seen).hasSize(10_000);
    }

    /** A seed keeps its answers from one version to the next; the numbers were computed apart, in Python. */
    @Test
    void numbersNeverChange() {
        assertThat(new Numbers(42).token(1, 2, 3)).isEqualTo(0.3607441782951355);
        assertThat(new Numbers(42).acceptance(1, 2)).isEqualTo(0.9261029036279086);
    }
}
