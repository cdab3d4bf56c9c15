package io.github.cards4j.grammar.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a text token by token, in all ways. */
final class Reader {

    private final Vocabulary vocabulary;
    private final @Nullable TaggedText text;
    List<Way> ways;
    /** Length of the text: bytes and special tokens. */
    int symbols;

    Reader(Vocabulary vocabulary, Progress start, @Nullable TaggedText text) {
        this.vocabulary = vocabulary;
        this.text = text;
        ways = start.ways();
        symbols = start.symbols();
    }

    /** Whether the token may stand here. */
    boolean read(int token) {
        byte[] bytes = vocabulary.bytes(token);
        if (bytes == null) {
            return step(token, true);
        }
        for (byte read : bytes) {
            if (!step(read & 0xff, false)) {
                return false;
            }
        }
        return true;
    }

    private boolean step(int read, boolean special) {
        List<Way> now = ways.size() == 1 ? over(ways.get(0), read, special) : over(read, special);
        if (now.isEmpty()) {
            return false;
        }
        ways = now;
        symbols++;
        if (text != null) {
            text.add(special ? TaggedText.SPECIAL : read);
        }
        return true;
    }

    private List<Way> over(Way way, int read, boolean special) {
        List<Place> from = List.of(way.place());
        List<Place> to = special ? Steps.overSpecial(from, read) : Steps.over(from, read);
        return to.stream().map(place -> way.to(place, symbols + 1)).toList();
    }

    private List<Way> over(int read, boolean special) {
        Map<Place, Way> found = new LinkedHashMap<>();
        for (Way way : ways) {
            over(way, read, special).forEach(next -> found.merge(next.place(), next, Way::preferred));
        }
        return new ArrayList<>(found.values());
    }
}
