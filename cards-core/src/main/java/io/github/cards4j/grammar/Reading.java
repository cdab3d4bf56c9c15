package io.github.cards4j.grammar;

import java.util.List;

/**
 * What a text with tags says.
 *
 * @param prose what stands outside tags. A character that is cut at the end shows as U+FFFD
 * @param tags those that are complete, in order
 */
public record Reading(String prose, List<Found> tags) {

    /**
     * A tag of the text.
     *
     * @param content what stands between its {@code open} and its {@code close}
     * @param at how long the prose before it is, in chars
     */
    public record Found(Grammar.Tag tag, String content, int at) {}
}
