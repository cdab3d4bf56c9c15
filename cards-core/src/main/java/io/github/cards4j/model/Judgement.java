package io.github.cards4j.model;

import java.util.List;

/** The rewards of answers to one conversation. Keeps what it has read of the accepted prefix. */
public interface Judgement extends AutoCloseable {

    /**
     * Reads the next chunk of the conversation: at most one forward pass.
     *
     * @return whether the whole conversation has been read
     */
    boolean prefill();

    /**
     * How long an answer may be, once the conversation has been read: the most of this model's own tokens, at least 1;
     * {@link Integer#MAX_VALUE} if nothing limits it.
     *
     * @throws ContextExceededException if the conversation leaves no room for an answer
     */
    default int room() {
        return Integer.MAX_VALUE;
    }

    /** r(x): the reward of an empty answer. */
    double promptReward();

    /**
     * Rewards of answers so far, each given whole (accepted prefix and candidate), in one device pass.
     *
     * @return one finite number for each answer
     * @throws ModelException if a reward is not finite, or the device fails
     * @throws ContextExceededException before anything is read, if one of them is too long for the model
     */
    double[] score(List<String> answers);

    /** The accepted prefix grows to {@code answer}: the next score costs only the tokens after it. Costs no forward pass. */
    void accept(String answer);

    Usage usage();

    @Override
    void close();
}
