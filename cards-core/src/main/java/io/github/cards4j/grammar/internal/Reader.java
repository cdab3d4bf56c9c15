package io.github.cards4j.grammar.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a text token by token, and notices where tags open and close. */
final class Reader {

    private final Vocabulary vocabulary;
    private final @Nullable TaggedText text;
    List<Place> places;
    /** Bytes and special tokens read. */
    int symbols;

    int opened;
    int closed;
    /** Where the first tag that opened here begins, which may be before the first symbol read here; counts only if one did. */
    int openedAt;

    Reader(Vocabulary vocabulary, List<Place> places, @Nullable TaggedText text) {
        this.vocabulary = vocabulary;
        this.places = places;
        this.text = text;
    }

    static boolean outside(List<Place> places) {
        for (Place place : places) {
            if (place.outermost().opened == null) {
                return true;
            }
        }
        return false;
    }

    /** Whether the token may stand here. */
    boolean read(int token) {
        byte[] bytes = vocabulary.bytes(token);
        if (bytes == null) {
            return step(Steps.overSpecial(places, token), -1, token);
        }
        for (byte read : bytes) {
            if (!step(Steps.over(places, read & 0xff), read & 0xff, -1)) {
                return false;
            }
        }
        return true;
    }

    private boolean step(List<Place> now, int read, int token) {
        if (now.isEmpty()) {
            return false;
        }
        symbols++;
        if (text != null && read >= 0) {
            text.add(read);
        }
        boolean was = outside(places);
        boolean is = outside(now);
        if (was && !is) {
            Opened tag = now.get(0).outermost().opened;
            openedAt = opened == 0 && tag != null ? symbols - tag.symbols() : openedAt;
            opened++;
            if (text != null && tag != null) {
                text.open(tag);
            }
        } else if (!was && is) {
            closed++;
            Opened tag = closedBy(read, token);
            if (text != null && tag != null) {
                text.close(tag);
            }
        }
        places = now;
        return true;
    }

    /** Of the tags that may have been open, the one that this ended. */
    private @Nullable Opened closedBy(int read, int token) {
        for (Place place : places) {
            List<Place> one = List.of(place);
            if (outside(read >= 0 ? Steps.over(one, read) : Steps.overSpecial(one, token))) {
                return place.outermost().opened;
            }
        }
        return null;
    }

    /** Bytes at the end that may yet turn out to open a tag; -1 if nothing does. */
    static int pending(List<Place> places) {
        int pending = -1;
        for (Place place : places) {
            pending = Math.max(pending, place.stack() == null ? place.node().pending : -1);
        }
        return pending;
    }
}
