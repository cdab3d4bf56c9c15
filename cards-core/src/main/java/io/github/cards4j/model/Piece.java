package io.github.cards4j.model;

import java.util.Objects;

/**
 * A piece of a rendered prompt. Only a template's own pieces may contain special tokens: text that came from a person or
 * a model is tokenised as plain text, so that typing {@code <|im_end|>} does not end a turn.
 *
 * @param text what the piece says
 * @param template whether the chat template wrote it
 */
public record Piece(String text, boolean template) {

    public Piece {
        Objects.requireNonNull(text, "text");
    }

    public static Piece template(String text) {
        return new Piece(text, true);
    }

    public static Piece text(String text) {
        return new Piece(text, false);
    }
}
