package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Counters;
import io.github.cards4j.model.Usage;
import java.time.Duration;

/** Counts what an answer costs. */
final class Tally {

    private final long start = System.nanoTime();
    private long firstText = -1;
    private long proposed;
    private long accepted;
    private long rejected;
    private long cancelled;
    private long judged;
    private int exhausted;

    void proposed() {
        proposed++;
    }

    void accepted(Attempt attempt) {
        judged++;
        accepted += attempt.size();
    }

    void rejected(Attempt attempt) {
        judged++;
        rejected += attempt.drawn();
    }

    /** One that was rejected before is taken after all. */
    void recovered(Attempt attempt) {
        rejected -= attempt.drawn();
        accepted += attempt.size();
    }

    /** Taken unjudged. */
    void taken(Attempt attempt) {
        accepted += attempt.size();
    }

    void cancelled(Attempt attempt) {
        cancelled += attempt.drawn();
    }

    void exhausted() {
        exhausted++;
    }

    void textShown() {
        if (firstText < 0) {
            firstText = System.nanoTime();
        }
    }

    Counters counters(Usage llm, Usage reward) {
        return new Counters(
                proposed,
                accepted,
                rejected,
                cancelled,
                judged,
                llm.forwardPasses(),
                llm.tokensRead(),
                reward.forwardPasses(),
                reward.tokensRead(),
                exhausted,
                firstText < 0 ? Duration.ZERO : Duration.ofNanos(firstText - start),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
