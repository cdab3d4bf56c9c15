package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.OnExhausted;

/**
 * Which candidates are accepted: with probability min(1, exp((r - τ)/β)), if they are not below the floor. The uniform
 * number u is drawn first, so that this is a bar known in advance: r ≥ τ + β·ln u.
 *
 * @param ramped whether τ rises with the answer; otherwise it is the target reward
 * @param attempts the most that are made
 * @param greedy whether all attempts are equal, so that the first is taken untested
 */
record AcceptanceRule(Alignment alignment, boolean ramped, int attempts, boolean greedy) {

    static AcceptanceRule cards(Alignment alignment, boolean greedy) {
        return new AcceptanceRule(alignment, true, greedy ? 1 : alignment.maxAttempts(), greedy);
    }

    static AcceptanceRule wholeAnswers(Alignment alignment, int attempts, boolean greedy) {
        return new AcceptanceRule(alignment, false, greedy ? 1 : attempts, greedy);
    }

    double threshold(double promptReward, int tokens) {
        return ramped ? alignment.threshold(promptReward, tokens) : alignment.targetReward();
    }

    boolean passes(int attempt, double reward, double threshold, double u) {
        if (belowFloor(reward)) {
            return false;
        }
        if (greedy) {
            return true;
        }
        // The last attempt only joins those from which the best is taken.
        boolean tested = attempt < attempts || !takesBest();
        return tested && reward >= threshold + alignment.rewardTemperature() * Math.log(u);
    }

    boolean belowFloor(double reward) {
        return reward < alignment.rewardFloor();
    }

    /** Whether the best rejected candidate is taken when attempts run out. */
    boolean takesBest() {
        return alignment.onExhausted() == OnExhausted.BEST;
    }
}
