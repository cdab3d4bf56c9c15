package io.github.cards4j.decoding;

/** Why an answer ended. */
public enum FinishReason {
    END_OF_SEQUENCE,
    STOP_SEQUENCE,
    /**
     * {@code maxNewTokens}, or the end of a model's context. The answer was cut there or, under a grammar, kept short for it: then it
     * fits the grammar and its tags are whole, but it may say less than the model would have said. It counts as kept short as soon
     * as the limit left out any token that the grammar allows, so that near the limit an answer may be complete all the same; one
     * that ended by its end of sequence or a stop sequence was not shortened.
     */
    LENGTH,
    /** Attempts at a segment ran out, and the answer ended at the last accepted segment. */
    EXHAUSTED,
    /** Attempts at a segment ran out, and the configured sentence was put there. */
    REPLACED,
    /** The deadline passed; what was accepted until then is the answer. */
    DEADLINE,
    /** Cancelled; what was accepted until then is the answer. */
    CANCELLED
}
