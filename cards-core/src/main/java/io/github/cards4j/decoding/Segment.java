package io.github.cards4j.decoding;

/**
 * An accepted segment.
 *
 * @param candidate what was accepted
 * @param attempts how many attempts were decided for it, this one included
 * @param exhausted whether it was taken because attempts ran out, not because it passed the test
 */
public record Segment(Candidate candidate, int attempts, boolean exhausted) {

    /** Whether the reward model had a say: a tag of a {@link io.github.cards4j.grammar.Grammar} is taken as it is. */
    public boolean judged() {
        return candidate.judged();
    }

    public String text() {
        return candidate.text();
    }

    public double reward() {
        return candidate.reward();
    }
}
