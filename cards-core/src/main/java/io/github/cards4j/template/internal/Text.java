package io.github.cards4j.template.internal;

import io.github.cards4j.model.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A string that knows which of its characters the template wrote and which came from outside. Compares and hashes by its
 * characters alone. Python counts code points: {@link #length}, {@link #slice} and {@link #at} do so too, while
 * {@link #part} takes Java's indices.
 */
public final class Text implements Value {

    static final Text EMPTY = Text.template("");

    private static final int[] NO_FLIPS = {};

    private final String string;

    /** Ascending indices at which the mark changes; before the first, the template wrote it. */
    private final int[] flips;

    private final int length;

    Text(String string, int[] flips) {
        this.string = string;
        this.flips = flips;
        length = string.codePointCount(0, string.length());
    }

    static Text template(String string) {
        return new Text(string, NO_FLIPS);
    }

    /** Text from outside. */
    static Text user(String string) {
        return new Text(string, string.isEmpty() ? NO_FLIPS : new int[] {0});
    }

    /** The characters. */
    public String string() {
        return string;
    }

    /** Length in code points. */
    int length() {
        return length;
    }

    boolean isEmpty() {
        return string.isEmpty();
    }

    /** Whether the character at this Java index came from outside. */
    boolean userAt(int index) {
        int found = Arrays.binarySearch(flips, index);
        int before = found >= 0 ? found + 1 : -found - 1;
        return before % 2 == 1;
    }

    /** The first Java index after {@code index} at which the mark changes, or the end. */
    int runEnd(int index) {
        int found = Arrays.binarySearch(flips, index);
        int next = found >= 0 ? found + 1 : -found - 1;
        return next < flips.length ? flips[next] : string.length();
    }

    /** Java index of a code point. */
    int index(int codePoint) {
        return length == string.length() ? codePoint : string.offsetByCodePoints(0, codePoint);
    }

    /** Code points before a Java index. */
    int codePoints(int index) {
        return length == string.length() ? index : string.codePointCount(0, index);
    }

    /** From one Java index to another. */
    Text part(int from, int to) {
        if (from >= to) {
            return EMPTY;
        }
        if (from == 0 && to == string.length()) {
            return this;
        }
        int[] cut = new int[flips.length + 1];
        int n = 0;
        if (userAt(from)) {
            cut[n++] = 0;
        }
        for (int flip : flips) {
            if (flip > from && flip < to) {
                cut[n++] = flip - from;
            }
        }
        return new Text(string.substring(from, to), Arrays.copyOf(cut, n));
    }

    /** From one code point to another, both in range. */
    Text slice(int from, int to) {
        return from >= to ? EMPTY : part(index(from), index(to));
    }

    /** The code point at this place. */
    Text at(int codePoint) {
        return slice(codePoint, codePoint + 1);
    }

    /** As the pieces of a prompt, none empty, neighbours of different origin. */
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        for (int from = 0; from < string.length(); from = runEnd(from)) {
            pieces.add(new Piece(string.substring(from, runEnd(from)), !userAt(from)));
        }
        return pieces;
    }

    @Override
    public long weight() {
        return 1L + string.length();
    }

    @Override
    public boolean truth() {
        return !string.isEmpty();
    }

    @Override
    public String type() {
        return "str";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && string.equals(text.string);
    }

    @Override
    public int hashCode() {
        return string.hashCode();
    }

    @Override
    public String toString() {
        return string;
    }
}
