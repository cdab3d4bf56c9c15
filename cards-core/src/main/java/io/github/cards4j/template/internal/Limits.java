package io.github.cards4j.template.internal;

/** How large and how deep values may be. */
final class Limits {

    private static final long MAX_WEIGHT = 1L << 26;

    private Limits() {}

    static long weight(long weight) {
        if (weight > MAX_WEIGHT) {
            throw new Fault("a value grows too large: more than " + MAX_WEIGHT + " characters and elements");
        }
        return weight;
    }

    static int depth(int depth) {
        if (depth > Value.MAX_DEPTH) {
            throw new Fault("values are nested more than " + Value.MAX_DEPTH + " deep");
        }
        return depth;
    }
}
