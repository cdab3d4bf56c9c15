package io.github.cards4j.grammar;

import io.github.cards4j.grammar.internal.Progress;
import io.github.cards4j.grammar.internal.TokenGrammar;
import io.github.cards4j.model.TokenMask;

/** How far a text under a {@link Constraint} has been written, token by token. Immutable. */
public final class Position {

    private final TokenGrammar grammar;
    private final Progress progress;

    Position(TokenGrammar grammar, Progress progress) {
        this.grammar = grammar;
        this.progress = progress;
    }

    /**
     * The tokens that may come next; end tokens are among them exactly where the text may end. Behind each of them the text can
     * still be completed within the limit; prose is complete wherever it is cut.
     *
     * @param remaining how many tokens may follow, the next one and the end token included
     * @throws IllegalStateException if so few tokens complete no text: never, if that held for no token before
     */
    public TokenMask mask(int remaining) {
        return grammar.allowed(progress.places(), remaining).mask();
    }

    /**
     * Whether the limit leaves out a token that could come next if there were none: from here on the text may have become another
     * than it would have been.
     *
     * @param remaining as for {@link #mask}
     */
    public boolean narrowed(int remaining) {
        return grammar.narrowed(progress.places(), remaining);
    }

    /** Whether there is no choice of what comes next: one token, or one character of text, or the end. */
    public boolean forced(int remaining) {
        return grammar.allowed(progress.places(), remaining).forced();
    }

    /**
     * The same with one more token, which is no end token.
     *
     * @throws IllegalArgumentException if it may not stand there
     */
    public Position after(int token) {
        return new Position(grammar, grammar.after(progress, token));
    }

    /** Length of the text: bytes, and special tokens. */
    public int length() {
        return progress.symbols();
    }

    /** How many tags have opened so far, however the text is read. */
    public int opened() {
        return progress.opened();
    }

    /** Length of the text before the tag that opened last. */
    public int openedAt() {
        return progress.openedAt();
    }

    /** Whether a tag has opened and not closed. */
    public boolean inTag() {
        return progress.inTag();
    }

    /**
     * The same if nothing follows: a text that may be read with a tag or without is read with it.
     */
    public Position ended() {
        return new Position(grammar, progress.ended());
    }

    /** Whether the text ends with what may be the beginning of a tag, or a whole one, but may also go on without. */
    public boolean opening() {
        return progress.opening();
    }
}
