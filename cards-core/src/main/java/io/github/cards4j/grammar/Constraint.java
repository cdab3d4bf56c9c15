package io.github.cards4j.grammar;

import io.github.cards4j.grammar.internal.TokenGrammar;
import io.github.cards4j.grammar.internal.Vocabulary;
import io.github.cards4j.model.Tokenizer;
import java.util.Set;

/** A grammar over the tokens of one model. Thread-safe. */
public final class Constraint {

    private final TokenGrammar grammar;

    private Constraint(TokenGrammar grammar) {
        this.grammar = grammar;
    }

    /**
     * Made once for each grammar and tokenizer; the first for a tokenizer sorts its vocabulary, which takes a moment.
     *
     * @param endTokens tokens that end an answer
     * @throws IllegalArgumentException if no text fits the grammar
     * @throws io.github.cards4j.model.ModelException if the tokenizer does not tell the bytes of its tokens
     */
    public static Constraint of(Grammar grammar, Tokenizer tokenizer, Set<Integer> endTokens) {
        return new Constraint(TokenGrammar.of(grammar, Vocabulary.of(tokenizer, endTokens)));
    }

    /** An empty text. */
    public Position start() {
        return new Position(grammar, grammar.start());
    }

    /** The fewest tokens within which there surely is a text, its end token included unless prose may stand at its end. */
    public int leastTokens() {
        return grammar.leastTokens();
    }

    /** @throws IllegalArgumentException if an answer of so many tokens, the end token included, is too short for any text */
    public void requireRoom(int tokens) {
        if (tokens < leastTokens()) {
            throw new IllegalArgumentException("the answer may have " + tokens
                    + " tokens (maxNewTokens, or what the prompt"
                    + " leaves of the model's context), but a text that fits the grammar needs up to " + leastTokens()
                    + ": raise maxNewTokens, or shorten the prompt");
        }
    }

    /**
     * What a text says: its prose, and its tags.
     *
     * @param tokens from the beginning, without an end token
     * @param ended whether nothing follows; if something does, what may be the beginning of a tag is left out
     */
    public Reading read(int[] tokens, boolean ended) {
        return grammar.read(tokens, ended);
    }
}
