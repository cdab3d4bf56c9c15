package io.github.cards4j.decoding;

import java.util.List;

/**
 * A plain answer, as calibration needs it.
 *
 * @param reward of the whole answer; finite
 * @param entropies for each token, end-of-sequence included, the entropy in nats of the distribution it was drawn from: what
 *     {@link DecodingListener#onEntropy} sees
 */
public record PlainAnswer(double reward, List<Double> entropies) {

    public PlainAnswer {
        entropies = List.copyOf(entropies);
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("the reward of a plain answer must be finite, but is " + reward);
        }
        if (entropies.isEmpty()) {
            throw new IllegalArgumentException("a plain answer has at least one token, but this has no entropy");
        }
    }

    /** Its length. */
    public int tokens() {
        return entropies.size();
    }
}
