package io.github.cards4j.decoding;

/** Why an answer ended. */
public enum FinishReason {
    END_OF_SEQUENCE,
    STOP_SEQUENCE,
    /** {@code maxNewTokens}, or the end of a model's context. */
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
