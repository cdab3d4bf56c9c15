package io.github.cards4j.grammar.internal;

import org.jspecify.annotations.Nullable;

/**
 * A tag as one way to read a text has met it, and those before it.
 *
 * @param at length of the text before it: bytes, and special tokens
 * @param end length of the text up to its end; -1 while it is open
 * @param number how many tags there have been, this one included
 */
record TagAt(
        Opened kind, int at, int end, int number, @Nullable TagAt before) {

    boolean open() {
        return end < 0;
    }

    /** The tag of that number of the same way, perhaps itself; null if there have not been so many. */
    static @Nullable TagAt numbered(int number, @Nullable TagAt last) {
        TagAt at = last;
        while (at != null && at.number > number) {
            at = at.before;
        }
        return at != null && at.number == number ? at : null;
    }
}
