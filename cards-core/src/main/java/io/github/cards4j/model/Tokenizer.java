package io.github.cards4j.model;

import java.util.List;

/** Text to token ids and back. Thread-safe. */
public interface Tokenizer {

    /** Token ids of a rendered prompt. Special tokens act in template pieces only; the others are plain text. */
    int[] encode(List<Piece> pieces);

    /** Text of token ids. Special tokens are left out; a cut multi-byte character at the end shows as U+FFFD. */
    String decode(int[] tokens);

    /** Number of token ids, added tokens included. */
    int size();

    /** Token ids of plain text: a special token in it is text like any other. */
    default int[] encode(String text) {
        return encode(List.of(Piece.text(text)));
    }
}
