package io.github.cards4j.samples.quickstart;

import io.github.cards4j.decoding.DecodingResult;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and what is known about it.
 *
 * @param name of the column it stands in
 * @param reward of the whole answer
 * @param style its true style; null where nobody knows
 */
record Outcome(
        String name,
        DecodingResult result,
        double reward,
        @Nullable Style style) {

    /** What the grammar of the embedded models says about an answer. */
    record Style(boolean bad, String words) {}
}
