package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.model.Lane;
import org.jspecify.annotations.Nullable;

/** One attempt at a segment: a candidate that grows in a lane until it ends. */
final class Attempt {

    final int segment;
    /** From 1. */
    final int number;

    final Lane lane;
    final Tokens tokens = new Tokens();

    private double logProbability;
    private @Nullable SegmentEnd end;
    private String whole = "";
    private String own = "";

    Attempt(int segment, int number, Lane lane) {
        this.segment = segment;
        this.number = number;
        this.lane = lane;
    }

    void append(int token, double logProbability) {
        tokens.add(token);
        this.logProbability += logProbability;
    }

    /**
     * @param whole text of the answer up to the candidate's end
     * @param own what the candidate adds to it
     */
    void end(SegmentEnd end, String whole, String own) {
        this.end = end;
        this.whole = whole;
        this.own = own;
    }

    boolean ended() {
        return end != null;
    }

    int size() {
        return tokens.size();
    }

    String whole() {
        return whole;
    }

    Candidate judged(double reward, double threshold) {
        if (end == null) {
            throw new IllegalStateException("attempt " + number + " at segment " + segment + " has not ended");
        }
        return new Candidate(segment, number, own, tokens.toList(), logProbability, reward, threshold, end);
    }
}
