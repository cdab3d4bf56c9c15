package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Reading;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text as it is read, to be told apart into prose and what stood in tags. */
final class TaggedText {

    /** Stands for a special token, which is no text. */
    static final int SPECIAL = -1;

    private int[] symbols = new int[64];
    private int size;

    /** @param symbol a byte, or {@link #SPECIAL} */
    void add(int symbol) {
        if (size == symbols.length) {
            symbols = Arrays.copyOf(symbols, 2 * size);
        }
        symbols[size++] = symbol;
    }

    /**
     * @param last the last tag of the way in which it is read
     * @param length of the text that is told; a tag that is not complete there is left out
     */
    Reading reading(@Nullable TagAt last, int length) {
        ArrayDeque<TagAt> tags = new ArrayDeque<>();
        for (TagAt tag = last; tag != null; tag = tag.before()) {
            tags.addFirst(tag);
        }
        StringBuilder prose = new StringBuilder();
        List<Reading.Found> found = new ArrayList<>();
        int from = 0;
        for (TagAt tag : tags) {
            prose.append(text(from, Math.min(tag.at(), length)));
            if (tag.open() || tag.end() > length) {
                return new Reading(prose.toString(), List.copyOf(found));
            }
            Opened kind = tag.kind();
            String content = text(tag.at() + kind.symbols(), tag.end() - kind.closing());
            found.add(new Reading.Found(kind.tag(), content, prose.length()));
            from = tag.end();
        }
        return new Reading(prose + text(from, length), List.copyOf(found));
    }

    private String text(int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
            if (symbols[i] != SPECIAL) {
                bytes.write(symbols[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
