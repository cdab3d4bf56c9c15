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
 * @param timeToFirstSegment from the start until the first text could be shown; zero if there was none
 * @param totalTime from the start until the end
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
        Duration totalTime) {}
