package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text as it is read: prose, and what stood in tags. */
final class TaggedText {

    private final StringBuilder prose = new StringBuilder();
    private final List<Reading.Found> tags = new ArrayList<>();
    private byte[] bytes = new byte[64];
    private int size;

    void add(int read) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) read;
    }

    /** What was read last opens a tag. */
    void open(Opened tag) {
        prose.append(text(tag.bytes()));
        size = 0;
    }

    /** What was read last closes it. */
    void close(Opened tag) {
        tags.add(new Reading.Found(tag.tag(), text(tag.closing()), prose.length()));
        size = 0;
    }

    /**
     * @param inTag whether a tag is open: it is not complete, and left out
     * @param pending bytes at the end that are left out too
     */
    Reading reading(boolean inTag, int pending) {
        return new Reading(inTag ? prose.toString() : prose + text(Math.max(0, pending)), List.copyOf(tags));
    }

    private String text(int without) {
        return new String(bytes, 0, Math.max(0, size - without), StandardCharsets.UTF_8);
    }
}
