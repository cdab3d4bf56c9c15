package io.github.cards4j.decoding.internal;

import java.util.Map;

/** Pearson's test. */
final class ChiSquare {

    /** Outcomes that are expected less often are counted together. */
    private static final double RARE = 8;
    /** Standard normal quantile of 1 - 1e-4. */
    private static final double Z = 3.719;

    private ChiSquare() {}

    /**
     * How far the counts are from the distribution: above 1, they would be so far once in 10,000 times, or something
     * impossible was seen.
     */
    static <T> double excess(Map<T, Integer> counts, Map<T, Double> distribution) {
        if (!distribution.keySet().containsAll(counts.keySet())) {
            return Double.POSITIVE_INFINITY;
        }
        double n = counts.values().stream().mapToInt(Integer::intValue).sum();
        double statistic = 0;
        int cells = 0;
        double rareExpected = 0;
        double rareSeen = 0;
        for (Map.Entry<T, Double> e : distribution.entrySet()) {
            double expected = n * e.getValue();
            double seen = counts.getOrDefault(e.getKey(), 0);
            if (expected < RARE) {
                rareExpected += expected;
                rareSeen += seen;
            } else {
                statistic += (seen - expected) * (seen - expected) / expected;
                cells++;
            }
        }
        if (rareExpected >= RARE) {
            statistic += (rareSeen - rareExpected) * (rareSeen - rareExpected) / rareExpected;
            cells++;
        } else if (rareSeen > 10 * RARE) {
            return Double.POSITIVE_INFINITY;
        }
        return statistic / critical(cells - 1);
    }

    /** The 1 - 1e-4 quantile of the chi-square distribution (Wilson and Hilferty). */
    private static double critical(int freedom) {
        if (freedom < 1) {
            return 1e-9;
        }
        double v = 2.0 / (9 * freedom);
        return freedom * Math.pow(1 - v + Z * Math.sqrt(v), 3);
    }
}
