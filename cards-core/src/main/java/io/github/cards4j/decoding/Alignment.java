package io.github.cards4j.decoding;

/**
 * How strictly CARDS judges: every number resolved. The paper's symbols stand in brackets (arXiv 2406.16306, section 4).
 *
 * @param targetReward [r*] the reward to reach by the end
 * @param rewardWeight [α] in [0, 1]; where the target starts: r0 = (1-α)·r(x) + α·r*
 * @param rewardTemperature [β] above 0; how strict acceptance is
 * @param uncertaintyThreshold [τ_u] next-token entropy in nats, at which a segment ends
 * @param minSegmentTokens at least 1
 * @param maxSegmentTokens at least {@code minSegmentTokens}
 * @param maxAttempts a segment, the fallback's included: after {@code maxAttempts - 1} rejections one more is drawn
 * @param onExhausted what happens when they run out
 * @param replacement the sentence for {@link OnExhausted#REPLACE}
 * @param rewardFloor hard: nothing below it is ever accepted; {@code -Infinity} for none
 * @param ramp [n] over how many tokens the target rises, at least 1
 */
public record Alignment(
        double targetReward,
        double rewardWeight,
        double rewardTemperature,
        double uncertaintyThreshold,
        int minSegmentTokens,
        int maxSegmentTokens,
        int maxAttempts,
        OnExhausted onExhausted,
        String replacement,
        double rewardFloor,
        int ramp) {

    public static final double DEFAULT_REWARD_WEIGHT = 0.5;
    public static final int DEFAULT_MIN_SEGMENT_TOKENS = 4;
    public static final int DEFAULT_MAX_SEGMENT_TOKENS = 64;
    public static final int DEFAULT_MAX_ATTEMPTS = 21;

    /** Without a calibration: the paper's greatest length. No length limit is part of it, so that a longer answer is aligned as strongly. */
    public static final int DEFAULT_RAMP = 128;

    public Alignment {
        require(Double.isFinite(targetReward), "targetReward must be a finite number", targetReward);
        require(rewardWeight >= 0 && rewardWeight <= 1, "rewardWeight must lie in [0, 1]", rewardWeight);
        require(
                rewardTemperature > 0 && Double.isFinite(rewardTemperature),
                "rewardTemperature must be above 0",
                rewardTemperature);
        require(uncertaintyThreshold >= 0, "uncertaintyThreshold must be 0 or more", uncertaintyThreshold);
        require(minSegmentTokens >= 1, "minSegmentTokens must be 1 or more", minSegmentTokens);
        require(
                maxSegmentTokens >= minSegmentTokens,
                "maxSegmentTokens must be at least minSegmentTokens (" + minSegmentTokens + ")",
                maxSegmentTokens);
        require(maxAttempts >= 1 && maxAttempts <= 10_000, "maxAttempts must lie in 1..10000", maxAttempts);
        require(
                rewardFloor < Double.POSITIVE_INFINITY,
                "rewardFloor must be a finite number, or -Infinity for none",
                rewardFloor);
        require(ramp >= 1, "ramp must be 1 or more tokens", ramp);
        if (onExhausted == OnExhausted.REPLACE && replacement.isBlank()) {
            throw new IllegalArgumentException("onExhausted=replace needs a replacement sentence, but it is empty");
        }
    }

    /**
     * τ(t) = min(r*, r0 + t·(r* - r0)/n), for a response of {@code tokens} tokens and the prompt's reward r(x). After the
     * ramp, t > n, it stays at r*: also where it began above.
     */
    public double threshold(double promptReward, int tokens) {
        double start = (1 - rewardWeight) * promptReward + rewardWeight * targetReward;
        return Math.min(targetReward, start + Math.min(tokens, ramp) * (targetReward - start) / ramp);
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + ", but is " + value);
        }
    }
}
