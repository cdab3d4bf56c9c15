package io.github.cards4j.decoding.internal;

/**
 * Quantiles of a sample, and beyond it.
 *
 * <p>Inside, value i of n (from 1) is the (i - ½)/n quantile, with straight lines between. A probability that fewer than
 * four values lie above is read from a tail: a generalised Pareto distribution, fitted to what the upper
 * quarter exceeds the 0.75 quantile by (probability-weighted moments, Hosking and Wallis 1987), shifted to meet the inner
 * part. Its shape k is kept in [0, 1], from an exponential tail to an even one that ends, so that a few values never make a heavy
 * tail.
 */
public final class Quantiles {

    private static final double TAIL = 0.25;
    static final int ABOVE = 4;
    private static final double STRAIGHTEST = 1;

    private Quantiles() {}

    /** The {@code p} quantile within an ascending sample. */
    public static double of(double[] sorted, double p) {
        double at = p * sorted.length - 0.5;
        int below = (int) Math.floor(at);
        if (below < 0) {
            return sorted[0];
        }
        if (below >= sorted.length - 1) {
            return sorted[sorted.length - 1];
        }
        return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }

    /** The {@code p} quantile, {@code p} in [0, 1), with the fitted tail. */
    public static double withTail(double[] sorted, double p) {
        double inner = Math.max(1 - TAIL, 1 - (double) ABOVE / sorted.length);
        if (p <= inner) {
            return of(sorted, p);
        }
        return of(sorted, inner) + excess(sorted, p) - excess(sorted, inner);
    }

    /** By how much the tail's {@code p} quantile exceeds the 0.75 quantile. */
    private static double excess(double[] sorted, double p) {
        double from = of(sorted, 1 - TAIL);
        int first = 0;
        while (first < sorted.length && sorted[first] <= from) {
            first++;
        }
        int count = sorted.length - first;
        if (count == 0) {
            return 0;
        }
        double mean = 0;
        double weighted = 0;
        for (int i = 0; i < count; i++) {
            double y = sorted[first + i] - from;
            mean += y / count;
            weighted += y * (1 - (i + 0.65) / count) / count;
        }
        double k = Math.max(0, Math.min(STRAIGHTEST, mean / (mean - 2 * weighted) - 2));
        double scale = mean * (1 + k);
        double q = (1 - p) / TAIL;
        return k == 0 ? -scale * Math.log(q) : scale * (1 - Math.pow(q, k)) / k;
    }
}
