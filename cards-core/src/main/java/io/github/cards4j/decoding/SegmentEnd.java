package io.github.cards4j.decoding;

/** Why a segment ended where it did. */
public enum SegmentEnd {
    /** The next token was uncertain: its entropy reached the threshold. */
    UNCERTAINTY,
    /** The longest length of a segment. */
    MAX_SEGMENT,
    /** The model's end-of-sequence token. */
    END_OF_SEQUENCE,
    STOP_SEQUENCE,
    /** A tag of the answer's grammar opens behind it, or closes with it. */
    TAG,
    /** The longest length of an answer. */
    MAX_TOKENS,
    /** The answer was cancelled or its deadline passed while it grew (plain decoding: what had grown is the answer). */
    STOPPED;

    /** Whether an accepted segment that ended so ends the answer. */
    public boolean last() {
        return this == END_OF_SEQUENCE || this == STOP_SEQUENCE || this == MAX_TOKENS || this == STOPPED;
    }
}
