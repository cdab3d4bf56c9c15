package io.github.cards4j.grammar.internal;

import org.jspecify.annotations.Nullable;

/**
 * One way in which a text may have been read: where that led, and the tags that it met. What begins as a tag may also be the
 * beginning of another choice of the grammar, so that ways differ in their tags for a while.
 *
 * @param tag the last; null if there was none
 */
record Way(Place place, @Nullable TagAt tag) {

    int opened() {
        return tag == null ? 0 : tag.number();
    }

    boolean inTag() {
        return tag != null && tag.open();
    }

    int closed() {
        return opened() - (inTag() ? 1 : 0);
    }

    /** Whether the text may end here. */
    boolean mayEnd() {
        return Steps.mayEnd(place.node(), place.stack());
    }

    /** @param length of the text, with the byte or special token that led to the next place */
    Way to(Place next, int length) {
        Opened was = place.outermost().opened;
        Opened is = next.outermost().opened;
        if (was == null && is != null) {
            return new Way(next, new TagAt(is, length - is.symbols(), -1, opened() + 1, tag));
        }
        // Of tags that open alike, the place before the end tells which it was.
        return was != null && is == null && tag != null
                ? new Way(next, new TagAt(was, tag.at(), length, tag.number(), tag.before()))
                : new Way(next, tag);
    }

    /** Of two ways to one place, or to the end: where a tag and another text are the same, it is the tag. */
    static Way preferred(Way a, Way b) {
        return b.opened() > a.opened() ? b : a;
    }
}
