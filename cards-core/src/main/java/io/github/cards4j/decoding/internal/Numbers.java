package io.github.cards4j.decoding.internal;

/**
 * Random numbers that are keyed, not drawn in turn: each is a function of the seed and of what it is for. So the answer
 * does not depend on how many attempts grow at the same time, nor on the order in which they are stepped. The function is
 * SplitMix64's finaliser, applied once for every part of the key.
 */
record Numbers(long seed) {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long TOKENS = 1;
    private static final long ACCEPTANCE = 2;

    /** Fixes a token: uniform on the midpoints of 2^23 cells of (0, 1), each of which is exact as a float. */
    double token(int segment, int attempt, int position) {
        return ((hash(TOKENS, segment, attempt, position) >>> 41) + 0.5) * 0x1p-23;
    }

    /** Decides about an attempt: uniform on the midpoints of 2^52 cells of (0, 1). */
    double acceptance(int segment, int attempt) {
        return ((hash(ACCEPTANCE, segment, attempt, 0) >>> 12) + 0.5) * 0x1p-52;
    }

    private long hash(long stream, long segment, long attempt, long position) {
        return absorb(absorb(absorb(absorb(mix(seed), stream), segment), attempt), position);
    }

    private static long absorb(long hash, long word) {
        return mix((hash ^ word) + GOLDEN_GAMMA);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
