package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.model.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt at a segment: a candidate that grows in a lane until it ends. */
final class Attempt {

    final int segment;
    /** From 1. */
    final int number;

    final Lane lane;
    final Tokens tokens = new Tokens();
    /** Null without a grammar. */
    final @Nullable Written written;

    /** Tokens behind the candidate's end that have been drawn and stay: a tag that opens there. */
    final Tokens carry = new Tokens();

    /** Whether it writes a tag, so that nobody judges it. */
    boolean tag;

    private final List<Double> logProbabilities = new ArrayList<>();
    /** How many tokens it had when the length limit first left out what its grammar allows. */
    private int narrowed = Integer.MAX_VALUE;

    private @Nullable SegmentEnd end;
    private AnswerText.Reading reading = AnswerText.Reading.NOTHING;
    private String own = "";

    Attempt(int segment, int number, Lane lane, @Nullable Written written) {
        this.segment = segment;
        this.number = number;
        this.lane = lane;
        this.written = written;
    }

    void append(int token, double logProbability) {
        tokens.add(token);
        logProbabilities.add(logProbability);
    }

    /** The length limit leaves out some of what its next token could be. */
    void narrow() {
        narrowed = Math.min(narrowed, tokens.size());
    }

    /** Whether it did so for one of the candidate's tokens. */
    boolean narrowed() {
        return narrowed < tokens.size();
    }

    /** Leaves what lies behind the first tokens to the next segment. */
    void leave(int first) {
        for (int i = first; i < tokens.size(); i++) {
            carry.add(tokens.get(i));
        }
        tokens.cut(first);
    }

    /** Begins with the tag that another attempt left, which the lane has read. */
    void begin(Attempt left) {
        tag = true;
        narrowed = Math.max(left.narrowed, left.size()) - left.size();
        for (int i = 0; i < left.carry.size(); i++) {
            append(left.carry.get(i), left.logProbabilities.get(left.size() + i));
            if (written != null) {
                written.append(left.carry.get(i));
            }
        }
    }

    /**
     * @param reading the answer up to the candidate's end
     * @param own what the candidate adds to its text
     */
    void end(SegmentEnd end, AnswerText.Reading reading, String own) {
        this.end = end;
        this.reading = reading;
        this.own = own;
    }

    boolean ended() {
        return end != null;
    }

    int size() {
        return tokens.size();
    }

    /** Tokens drawn for it, and those left to the next. */
    int drawn() {
        return tokens.size() + carry.size();
    }

    /** Text of the answer up to the candidate's end. */
    String whole() {
        return reading.text();
    }

    AnswerText.Reading reading() {
        return reading;
    }

    Candidate judged(double reward, double threshold) {
        if (end == null) {
            throw new IllegalStateException("attempt " + number + " at segment " + segment + " has not ended");
        }
        double logProbability = logProbabilities.subList(0, tokens.size()).stream()
                .mapToDouble(p -> p)
                .sum();
        return new Candidate(segment, number, own, tokens.toList(), logProbability, reward, threshold, end);
    }

    Candidate unjudged() {
        return judged(Double.NaN, Double.NaN);
    }
}
