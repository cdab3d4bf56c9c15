package io.github.cards4j.decoding;

import java.time.Duration;

/**
 * What an answer has cost. Always {@code tokensProposed = tokensAccepted + tokensRejected + tokensCancelled}.
 *
 * @param tokensProposed tokens drawn and appended to candidates
 * @param tokensAccepted those that became the answer
 * @param tokensRejected those of candidates that were judged and rejected
 * @param tokensCancelled those of candidates that were never judged, because an earlier attempt was
 *     accepted, or the answer was stopped, or they were longer than the reward model can read
 * @param candidatesJudged candidates that were decided
 * @param llmForwardPasses forward passes of the language model, prefill included, as counted by the model
 * @param llmTokensRead token positions computed in them
 * @param rewardForwardPasses forward passes of the reward model, prefill included, as counted by the model
 * @param rewardTokensRead token positions computed in them
 * @param exhaustedSegments segments whose attempts ran out
 * @param timeToFirstSegment from the request until the first text could be shown, waiting in the engine's queue included; zero
 *     if there was none
 * @param totalTime from the request until the end, waiting in the engine's queue included
 */
public record Counters(
        long tokensProposed,
        long tokensAccepted,
        long tokensRejected,
        long tokensCancelled,
        long candidatesJudged,
        long llmForwardPasses,
        long llmTokensRead,
        long rewardForwardPasses,
        long rewardTokensRead,
        int exhaustedSegments,
        Duration timeToFirstSegment,
        Duration totalTime) {

    /** The same of an answer that was asked for some time before its decoding began. */
    public Counters waited(Duration before) {
        return new Counters(
                tokensProposed,
                tokensAccepted,
                tokensRejected,
                tokensCancelled,
                candidatesJudged,
                llmForwardPasses,
                llmTokensRead,
                rewardForwardPasses,
                rewardTokensRead,
                exhaustedSegments,
                timeToFirstSegment.isZero() ? timeToFirstSegment : timeToFirstSegment.plus(before),
                totalTime.plus(before));
    }
}
