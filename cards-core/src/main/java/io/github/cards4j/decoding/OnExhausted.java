package io.github.cards4j.decoding;

/** What happens when all attempts at a segment have been rejected. */
public enum OnExhausted {
    /** The best-scored of all attempts is taken without a test, unless it lies below the floor (the paper's). */
    BEST,
    /** The answer ends at the last accepted segment. */
    STOP,
    /** The answer ends with a configured sentence. */
    REPLACE,
    /** The request fails with {@link AttemptsExhaustedException}. */
    FAIL
}
