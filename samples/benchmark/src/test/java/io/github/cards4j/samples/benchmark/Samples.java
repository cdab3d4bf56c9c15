package io.github.cards4j.samples.benchmark;

import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.model.Sampling;
import java.time.Duration;
import java.util.List;

/** Made-up answers with known numbers. */
final class Samples {

    private Samples() {}

    /** An answer of 10 accepted and 10 more rejected tokens, two candidates judged, that took {@code millis}. */
    static Answer answer(Method method, double reward, long millis, Boolean bad) {
        Counters counters = new Counters(
                20, 10, 10, 0, 2, 12, 40, 3, 25, 1, Duration.ofMillis(millis / 2), Duration.ofMillis(millis));
        Candidate candidate = new Candidate(0, 2, "Yes.", List.of(1, 2), -1, reward, 0, SegmentEnd.END_OF_SEQUENCE);
        DecodingResult result = new DecodingResult(
                "Yes.",
                List.of(1, 2),
                FinishReason.END_OF_SEQUENCE,
                reward,
                0,
                List.of(new Segment(candidate, 2, false)),
                counters,
                false);
        Alignment alignment =
                new Alignment(2, 0.5, 0.7, 1.5, 4, 64, 21, OnExhausted.BEST, "", Double.NEGATIVE_INFINITY, 30);
        DecodingOptions options = new DecodingOptions(method, Sampling.defaults(), 128, List.of(), 1, alignment, 16);
        return new Answer("Is it?", new CardsResponse(result, 5, options), reward, bad, 10, 300L);
    }
}
