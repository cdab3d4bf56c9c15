package io.github.cards4j.grammar.internal;

import java.util.List;

/**
 * How far a text has been read.
 *
 * @param places all ways in which it may have been read
 * @param symbols its length: bytes, and special tokens
 * @param opened tags that have opened
 * @param closed those of them that have closed
 * @param openedAt length of the text before the tag that opened last; of several that one token opened, before the first
 */
public record Progress(List<Place> places, int symbols, int opened, int closed, int openedAt) {

    /** Whether the text ends with what may be the beginning of a tag. */
    public boolean opening() {
        return Reader.pending(places) >= 0;
    }
}
