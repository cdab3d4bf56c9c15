package io.github.cards4j.decoding.internal;

import java.util.Arrays;
import java.util.List;

/** How plain answers would fall into segments, from the recorded entropy before each of their tokens. */
public final class Segmentation {

    private static final int GRID = 200;

    private final List<List<Double>> answers;
    private final int min;
    private final int max;
    private final double[] sorted;

    /**
     * @param answers for each answer the entropies in nats before its tokens
     * @param min tokens of a segment, likewise {@code max}
     */
    public Segmentation(List<List<Double>> answers, int min, int max) {
        this.answers = answers;
        this.min = min;
        this.max = max;
        this.sorted = answers.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    public double entropyQuantile(double p) {
        return Quantiles.of(sorted, p);
    }

    /** Mean segment length in tokens, were segments to end at this entropy. */
    public double meanTokens(double threshold) {
        SegmentRule rule = new SegmentRule(min, max, threshold);
        long segments = 0;
        for (List<Double> entropies : answers) {
            int length = 0;
            for (double entropy : entropies) {
                if (length > 0 && (rule.endsAt(length) || rule.endsBefore(length, entropy))) {
                    segments++;
                    length = 0;
                }
                length++;
            }
            segments++;
        }
        return (double) sorted.length / segments;
    }

    /** The entropy quantile whose mean segment length is nearest to {@code tokens}; above all entropies if none divides. */
    public double thresholdFor(double tokens) {
        double[] candidates = new double[GRID + 1];
        for (int i = 0; i < GRID; i++) {
            candidates[i] = entropyQuantile((i + 0.5) / GRID);
        }
        candidates[GRID] = Math.nextUp(sorted[sorted.length - 1]);
        return Arrays.stream(candidates)
                .boxed()
                .min((a, b) -> Double.compare(Math.abs(meanTokens(a) - tokens), Math.abs(meanTokens(b) - tokens)))
                .orElseThrow();
    }
}
