package io.github.cards4j.decoding.internal;

/**
 * How many candidates are scored together once the next to decide has ended. Scoring more in one pass saves passes if the
 * first is rejected, and reads tokens in vain if it is accepted. The answer does not depend on it.
 */
interface ScoringPolicy {

    /** Only the next to decide. */
    ScoringPolicy NEXT = (ended, acceptance) -> 1;

    /** All that have ended and are decided next. */
    ScoringPolicy RUN = (ended, acceptance) -> ended;

    /** As many as are needed on average until one is accepted. */
    ScoringPolicy BY_ACCEPTANCE = (ended, acceptance) -> (int) Math.min(ended, Math.max(1, Math.round(1 / acceptance)));

    /**
     * @param ended attempts that have ended and are decided next, at least 1
     * @param acceptance estimated probability that an attempt is accepted
     */
    int batch(int ended, double acceptance);
}
