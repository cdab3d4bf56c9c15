package io.github.cards4j.decoding;

import java.util.List;
import java.util.Map;

/**
 * What was measured on plain answers of one model pair; gives rewards and entropies their meaning.
 *
 * @param llm content key of the language model
 * @param reward content key of the reward model
 * @param convention how unfinished answers were written for the reward model
 * @param sampling how the answers were drawn, for a person
 * @param answers how many
 * @param rewards of the plain answers, ascending
 * @param medianTokens median length of an answer
 * @param entropyQuantiles quantile in (0, 1) to next-token entropy in nats
 * @param uncertaintyThreshold τ_u chosen from them, for segments of about 20 tokens
 * @param meanSegmentTokens mean segment length at that threshold
 */
public record Calibration(
        String llm,
        String reward,
        String convention,
        String sampling,
        int answers,
        List<Double> rewards,
        int medianTokens,
        Map<Double, Double> entropyQuantiles,
        double uncertaintyThreshold,
        double meanSegmentTokens) {}
