package io.github.cards4j.decoding;

import io.github.cards4j.decoding.internal.Quantiles;
import java.util.List;
import java.util.Map;

/**
 * What was measured on plain answers of one model pair; gives rewards and entropies their meaning, and so maps
 * {@link Strength} to every number of CARDS.
 *
 * @param llm content key of the language model
 * @param reward content key of the reward model
 * @param convention how unfinished answers were written for the reward model
 * @param sampling how the answers were drawn, for a person
 * @param answers how many
 * @param rewards of the plain answers, ascending
 * @param medianTokens median length of an answer
 * @param entropyQuantiles quantile in (0, 1) to next-token entropy in nats
 * @param uncertaintyThreshold τ_u chosen from them, for segments of about 10 tokens
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
        double meanSegmentTokens) {

    /** β as a part of {@link #spread}, chosen by measurement: see docs/decoding.md. */
    public static final double REWARD_TEMPERATURE_PER_SPREAD = 0.03;

    /** β of a reward model that finds all answers equally good: any number above 0 serves. */
    private static final double LOWEST_REWARD_TEMPERATURE = 1e-6;

    public Calibration {
        rewards = List.copyOf(rewards);
        entropyQuantiles = Map.copyOf(entropyQuantiles);
        require(!rewards.isEmpty(), "rewards must hold the reward of every plain answer, but is empty");
        for (int i = 0; i < rewards.size(); i++) {
            require(Double.isFinite(rewards.get(i)), "rewards must be finite, but one is " + rewards.get(i));
            require(i == 0 || rewards.get(i) >= rewards.get(i - 1), "rewards must be in ascending order");
        }
        require(medianTokens >= 1, "medianTokens must be 1 or more, but is " + medianTokens);
        require(uncertaintyThreshold >= 0, "uncertaintyThreshold must be 0 or more, but is " + uncertaintyThreshold);
    }

    /** Mean of the plain answers' rewards. */
    public double meanReward() {
        return rewards.stream().mapToDouble(r -> r).average().orElseThrow();
    }

    /** Standard deviation of the plain answers' rewards. */
    public double spread() {
        double mean = meanReward();
        double squares =
                rewards.stream().mapToDouble(r -> (r - mean) * (r - mean)).sum();
        return Math.sqrt(squares / Math.max(1, rewards.size() - 1));
    }

    /** The reward that a part {@code p}, in [0, 1), of plain answers stays below, with a fitted tail beyond the data. */
    public double rewardQuantile(double p) {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("a quantile must lie in [0, 1), but is " + p);
        }
        return Quantiles.withTail(
                rewards.stream().mapToDouble(Double::doubleValue).toArray(), p);
    }

    /** r*: the 1 - 1/N quantile of plain answers' rewards, N = 400^strength. */
    public double targetReward(double strength) {
        return rewardQuantile(1 - 1 / Strength.answers(strength));
    }

    /** β: a fixed part of the spread. */
    public double rewardTemperature() {
        return Math.max(REWARD_TEMPERATURE_PER_SPREAD * spread(), LOWEST_REWARD_TEMPERATURE);
    }

    /**
     * Every number of CARDS at this strength; what a calibration does not say has its default.
     *
     * @throws IllegalArgumentException if the strength is not in (0, 1]: 0 is {@link Method#PLAIN}, see
     *     {@link Strength#plain}
     */
    public Alignment alignment(double strength) {
        if (Strength.plain(strength)) {
            throw new IllegalArgumentException("strength 0 is plain decoding: use method plain, nothing is judged");
        }
        return new Alignment(
                targetReward(strength),
                Alignment.DEFAULT_REWARD_WEIGHT,
                rewardTemperature(),
                uncertaintyThreshold,
                Alignment.DEFAULT_MIN_SEGMENT_TOKENS,
                Alignment.DEFAULT_MAX_SEGMENT_TOKENS,
                Alignment.DEFAULT_MAX_ATTEMPTS,
                OnExhausted.BEST,
                "",
                Double.NEGATIVE_INFINITY,
                medianTokens);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("calibration: " + what);
        }
    }
}
