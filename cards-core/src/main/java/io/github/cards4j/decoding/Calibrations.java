package io.github.cards4j.decoding;

import io.github.cards4j.decoding.internal.Segmentation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes calibrations from plain answers. Pure: the answers are drawn and scored by the caller. */
public final class Calibrations {

    /** The mean segment length in tokens that the uncertainty threshold is chosen for. */
    public static final double TARGET_SEGMENT_TOKENS = 10;

    /** The fewest answers that say anything about a tail. */
    public static final int FEWEST_ANSWERS = 8;

    private static final double[] QUANTILES = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};

    private Calibrations() {}

    /**
     * What the answers say about a pair of models.
     *
     * @param llm content key of the language model
     * @param reward content key of the reward model
     * @param convention {@link io.github.cards4j.model.RewardModel#convention}
     * @param sampling how the answers were drawn, for a person
     * @param answers at least 8 plain answers
     */
    public static Calibration measure(
            String llm, String reward, String convention, String sampling, List<PlainAnswer> answers) {
        if (answers.size() < FEWEST_ANSWERS) {
            throw new IllegalArgumentException("calibration needs at least " + FEWEST_ANSWERS + " answers, but got "
                    + answers.size() + ": give it more prompts");
        }
        Segmentation segmentation = new Segmentation(
                answers.stream().map(PlainAnswer::entropies).toList(),
                Alignment.DEFAULT_MIN_SEGMENT_TOKENS,
                Alignment.DEFAULT_MAX_SEGMENT_TOKENS);
        double threshold = segmentation.thresholdFor(TARGET_SEGMENT_TOKENS);
        Map<Double, Double> entropyQuantiles = new TreeMap<>();
        for (double p : QUANTILES) {
            entropyQuantiles.put(p, segmentation.entropyQuantile(p));
        }
        return new Calibration(
                llm,
                reward,
                convention,
                sampling,
                answers.size(),
                answers.stream().map(PlainAnswer::reward).sorted().toList(),
                median(answers.stream().mapToInt(PlainAnswer::tokens).sorted().toArray()),
                entropyQuantiles,
                threshold,
                segmentation.meanTokens(threshold));
    }

    private static int median(int[] sorted) {
        return sorted[sorted.length / 2];
    }
}
