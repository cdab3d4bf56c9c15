package io.github.cards4j.decoding;

import java.util.List;

/**
 * A proposed segment and how it was judged. For methods that judge whole answers, the segment is the whole answer.
 *
 * @param segment index of the segment in the answer, from 0
 * @param attempt number of the attempt, from 1
 * @param text the candidate's own text: what it adds to the answer's. A character that was cut before it belongs to it;
 *     empty if a stop sequence that began before it cuts all of it
 * @param tokens its token ids, an end-of-sequence token included
 * @param logProbability of those tokens, natural logarithm, full vocabulary, temperature 1
 * @param reward of the answer up to the candidate's end; NaN if it was not scored (plain decoding, and
 *     what a grammar's tag holds)
 * @param threshold the reward at which acceptance is certain, τ(t); NaN if there is none
 * @param end why it ended where it did
 */
public record Candidate(
        int segment,
        int attempt,
        String text,
        List<Integer> tokens,
        double logProbability,
        double reward,
        double threshold,
        SegmentEnd end) {

    public Candidate {
        tokens = List.copyOf(tokens);
    }

    /** Whether it has a reward. Plain decoding's has none, nor has a tag of a grammar, such as a tool call. */
    public boolean judged() {
        return !Double.isNaN(reward);
    }
}
