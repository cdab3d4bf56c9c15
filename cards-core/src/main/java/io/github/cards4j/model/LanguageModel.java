package io.github.cards4j.model;

import java.util.List;
import java.util.Set;

/**
 * A causal language model that continues prompts token by token, several candidates at once. Not thread-safe: one worker
 * thread drives a model and everything that came from it.
 */
public interface LanguageModel extends AutoCloseable {

    /** Where it came from, or a name for it; for logs and results. */
    String name();

    Tokenizer tokenizer();

    /** The most tokens that prompt and answer may have together. */
    int contextLength();

    /** Tokens that end an answer. */
    Set<Integer> endTokens();

    /**
     * Begins an answer. Nothing is read yet: call {@link Continuation#prefill} until it returns true.
     *
     * @param prompt token ids, at least one, each in [0, vocabulary)
     * @throws IllegalArgumentException if the prompt is empty, too long, or holds an unknown token
     */
    Continuation begin(int[] prompt, Sampling sampling);

    /**
     * One forward pass, shared by all the lanes: reads each lane's last appended token, and draws one token from each
     * lane's next-token distribution. The token drawn is not part of the lane until it is appended.
     *
     * <p>If it throws, each answer that took part either takes the same step again as if nothing had happened, or refuses
     * every further step: so a caller may try them one by one, to find out whose failure it was.
     *
     * @param draws lanes of any continuations of this model, each lane at most once
     * @return one result a draw, in the same order
     * @throws ModelException if the logits are not finite, or the device fails
     */
    List<Drawn> step(List<Draw> draws);

    @Override
    void close();
}
