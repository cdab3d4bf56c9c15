package io.github.cards4j.decoding.internal;

import io.github.cards4j.grammar.Position;
import java.util.ArrayList;
import java.util.List;

/** How far an attempt has written under its answer's grammar: the position before its first token, and behind each. */
final class Written {

    private final List<Position> positions = new ArrayList<>();

    Written(Position start) {
        positions.add(start);
    }

    void append(int token) {
        positions.add(now().after(token));
    }

    Position now() {
        return positions.get(positions.size() - 1);
    }

    /** Behind the first {@code tokens}. */
    Position after(int tokens) {
        return positions.get(tokens);
    }

    /** Whether a tag has opened in this attempt. */
    boolean opened() {
        return now().opened() > positions.get(0).opened();
    }

    /** How many tokens lie wholly before the tag that opened last. */
    int tokensBeforeTag() {
        return tokensBefore(now().openedAt());
    }

    /** Whether all of it is a tag if the answer ends here, although it could have become something else. */
    boolean endsAsTag() {
        Position ended = now().ended();
        return ended.opened() > positions.get(0).opened() && tokensBefore(ended.openedAt()) == 0;
    }

    private int tokensBefore(int length) {
        int tokens = 0;
        while (tokens + 1 < positions.size() && positions.get(tokens + 1).length() <= length) {
            tokens++;
        }
        return tokens;
    }
}
