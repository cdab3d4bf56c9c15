package io.github.cards4j.grammar.internal;

import java.util.List;

/**
 * How far a text has been read.
 *
 * @param ways all ways in which it may have been read, at least one
 * @param symbols its length: bytes, and special tokens
 * @param openedAt length of the text before the tag that opened last; of several that one token opened, before the first
 */
public record Progress(List<Way> ways, int symbols, int openedAt) {

    public List<Place> places() {
        return ways.stream().map(Way::place).toList();
    }

    /** Tags that have surely opened. */
    public int opened() {
        return ways.stream().mapToInt(Way::opened).min().orElse(0);
    }

    /** Whether a tag is surely open. */
    public boolean inTag() {
        return ways.stream().allMatch(Way::inTag);
    }

    /** Whether the text ends with what may be the beginning of a tag, or a whole one. */
    public boolean opening() {
        return pending() >= 0 || ways.stream().anyMatch(way -> way.opened() > opened());
    }

    /** The same with other ways for a longer text. */
    Progress then(List<Way> next, int length) {
        Progress then = new Progress(next, length, openedAt);
        TagAt tag = then.opened() > opened()
                ? TagAt.numbered(opened() + 1, next.get(0).tag())
                : null;
        return tag == null ? then : new Progress(next, length, tag.at());
    }

    /** The same if nothing follows. A text that is cut ends in the way that has the most tags, too. */
    public Progress ended() {
        List<Way> whole = ways.stream().filter(Way::mayEnd).toList();
        Way one =
                (whole.isEmpty() ? ways : whole).stream().reduce(Way::preferred).orElseThrow();
        return then(List.of(one), symbols);
    }

    /** Length of the text that surely is prose, or belongs to tags that have surely closed. */
    int known() {
        int closed = ways.stream().mapToInt(Way::closed).min().orElse(0);
        int known = symbols - Math.max(0, pending());
        for (Way way : ways) {
            TagAt next = TagAt.numbered(closed + 1, way.tag());
            known = next == null ? known : Math.min(known, next.at());
        }
        return known;
    }

    /** Symbols at the end that may yet turn out to open a tag; -1 if nothing does. */
    private int pending() {
        int pending = -1;
        for (Way way : ways) {
            Place place = way.place();
            pending = Math.max(pending, place.stack() == null ? place.node().pending : -1);
        }
        return pending;
    }
}
