package io.github.cards4j.decoding;

import io.github.cards4j.model.ToolCall;

/**
 * Sees an answer as it grows. Called on the thread that decodes: return quickly. An exception thrown here ends this
 * answer only.
 */
public interface DecodingListener {

    /** A listener that ignores everything. */
    DecodingListener NONE = new DecodingListener() {};

    /**
     * Text became part of the answer for good. The pieces concatenate exactly to the final text; a possible beginning of
     * a stop sequence and a cut multi-byte character are held back until they are decided.
     */
    default void onText(String text) {}

    /** A tag of the answer's grammar is complete; its text is not part of {@link #onText}. */
    default void onTagged(Span span) {}

    /** A tool call within a tag, told by whoever can read it: decoding itself does not. */
    default void onToolCall(ToolCall call) {}

    default void onSegment(Segment segment) {}

    /**
     * A candidate was judged and rejected for good. The best so far may still be taken when attempts run out: it is told here once
     * another is better or accepted, so that each judged candidate comes either here or in {@link #onSegment}, once.
     */
    default void onRejected(Candidate candidate) {}

    /** A token entered a candidate (plain decoding: the answer), drawn from a distribution of this entropy in nats. */
    default void onEntropy(double entropy) {}
}
