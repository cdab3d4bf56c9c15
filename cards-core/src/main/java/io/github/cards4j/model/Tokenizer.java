package io.github.cards4j.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text to token ids and back. Thread-safe. */
public interface Tokenizer {

    /** Token ids of a rendered prompt. Special tokens act in template pieces only; the others are plain text. */
    int[] encode(List<Piece> pieces);

    /** Text of token ids. Special tokens are left out; a cut multi-byte character at the end shows as U+FFFD. */
    String decode(int[] tokens);

    /**
     * The bytes that a token adds to the text, UTF-8; a character may be torn over several tokens. Null for ids that add
     * none: special tokens, and ids that do not exist.
     *
     * @throws ModelException if the tokenizer cannot say
     */
    default byte @Nullable [] bytes(int token) {
        byte[] bytes = decode(new int[] {token}).getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 ? null : bytes;
    }

    /** Special tokens: what they are called in templates, and their ids. */
    default Map<String, Integer> specialTokens() {
        return Map.of();
    }

    /** Number of token ids, added tokens included. */
    int size();

    /** Token ids of plain text: a special token in it is text like any other. */
    default int[] encode(String text) {
        return encode(List.of(Piece.text(text)));
    }
}
