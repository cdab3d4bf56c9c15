package io.github.cards4j.model;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A set of token ids: those that may be drawn. Immutable, with value equality. */
public final class TokenMask {

    private final byte[] bits;
    private final int hash;

    private TokenMask(byte[] bits) {
        this.bits = bits;
        this.hash = Arrays.hashCode(bits);
    }

    /** The ids that are set. */
    public static TokenMask of(BitSet allowed) {
        return new TokenMask(allowed.toByteArray());
    }

    public boolean allows(int token) {
        return token >= 0 && token >> 3 < bits.length && (bits[token >> 3] & 1 << (token & 7)) != 0;
    }

    /** Whether it allows none. */
    public boolean isEmpty() {
        return bits.length == 0;
    }

    /** How many tokens it allows. */
    public int count() {
        return BitSet.valueOf(bits).cardinality();
    }

    /** Puts the bits into {@code to}: that of token i is bit i mod 8 of byte i / 8; what does not fit is left out. */
    public void copyTo(byte[] to, int at, int length) {
        System.arraycopy(bits, 0, to, at, Math.min(length, bits.length));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenMask mask && hash == mask.hash && Arrays.equals(bits, mask.bits);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return count() + " tokens";
    }
}
