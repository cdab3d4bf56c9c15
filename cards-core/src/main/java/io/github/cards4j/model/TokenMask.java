package io.github.cards4j.model;

import java.util.BitSet;

/** A set of token ids: those that may be drawn. Immutable. */
public final class TokenMask {

    private final byte[] bits;

    private TokenMask(byte[] bits) {
        this.bits = bits;
    }

    /** The ids that are set. */
    public static TokenMask of(BitSet allowed) {
        return new TokenMask(allowed.toByteArray());
    }

    public boolean allows(int token) {
        return token >= 0 && token >> 3 < bits.length && (bits[token >> 3] & 1 << (token & 7)) != 0;
    }

    /** How many tokens it allows. */
    public int count() {
        return BitSet.valueOf(bits).cardinality();
    }

    /** Puts the bits into {@code to}: that of token i is bit i mod 8 of byte i / 8; what it is too short for is left out. */
    public void copyTo(byte[] to, int at, int length) {
        System.arraycopy(bits, 0, to, at, Math.min(length, bits.length));
    }

    /** A few numbers that tell masks apart for a person. */
    @Override
    public String toString() {
        return "TokenMask of " + count();
    }
}
