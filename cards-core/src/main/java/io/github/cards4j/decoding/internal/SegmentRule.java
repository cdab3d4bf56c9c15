package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Alignment;

/**
 * Where segments end, apart from the end of the answer.
 *
 * @param min tokens that a segment has at least, unless the answer ends
 * @param max tokens that it has at most
 * @param uncertainty [τ_u] next-token entropy in nats at which it ends, before the uncertain token
 */
record SegmentRule(int min, int max, double uncertainty) {

    /** The whole answer is one segment. */
    static final SegmentRule WHOLE = new SegmentRule(1, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);

    static SegmentRule of(Alignment alignment) {
        // one less than all, whatever is asked for: segments still end where tags do
        int max = Math.min(alignment.maxSegmentTokens(), Integer.MAX_VALUE - 1);
        return new SegmentRule(alignment.minSegmentTokens(), max, alignment.uncertaintyThreshold());
    }

    /** Whether the whole answer is one segment. */
    boolean whole() {
        return max == Integer.MAX_VALUE;
    }

    boolean endsBefore(int length, double entropy) {
        return length >= min && entropy >= uncertainty;
    }

    boolean endsAt(int length) {
        return length >= max;
    }
}
