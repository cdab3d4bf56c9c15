package io.github.cards4j.samples.benchmark;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Means, and how far they can be trusted. */
final class Statistics {

    /** A value and its 95 % interval. */
    record Estimate(double value, double low, double high) {}

    private static final int RESAMPLES = 2000;
    private static final long SEED = 20240624;

    private Statistics() {}

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Of two middle values their mean. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest value that is not exceeded by a share {@code q} of them. */
    static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
    }

    static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    /** Sample standard deviation. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /**
     * Percentile bootstrap: draws units (prompts, with everything measured on them) with replacement, so that what two
     * methods did on the same prompt stays together.
     *
     * @param units how many there are
     * @param statistic of a sample, given as indices of units
     */
    static Estimate bootstrap(int units, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] found = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            found[i] = statistic.applyAsDouble(random.ints(units, 0, units).toArray());
        }
        Arrays.sort(found);
        int[] all = new int[units];
        Arrays.setAll(all, i -> i);
        int low = (int) Math.round(0.025 * (RESAMPLES - 1));
        return new Estimate(statistic.applyAsDouble(all), found[low], found[RESAMPLES - 1 - low]);
    }

    /** The sum of the values at these indices. */
    static double sum(double[] values, int[] indices) {
        double sum = 0;
        for (int index : indices) {
            sum += values[index];
        }
        return sum;
    }
}
