package io.github.cards4j;

import io.github.cards4j.decoding.OnExhausted;

/** What options mean for an answer that a grammar holds to a whole text, such as JSON, where some would cut it. */
final class WholeTexts {

    private WholeTexts() {}

    /**
     * Defaults for all answers cannot know of this one: their stop sequences are left out, and where they ask for a replacement the
     * answer fails. What the request itself asks for stays, and is refused later.
     *
     * @param options of all places together
     * @param asked the request's own
     */
    static GenerationOptions kept(GenerationOptions options, GenerationOptions asked) {
        if (options.grammar() == null || !options.grammar().wholeText()) {
            return options;
        }
        GenerationOptions.Builder kept = options.toBuilder();
        if (asked.stopSequences() == null) {
            kept.stopSequences(null);
        }
        if (asked.onExhausted() == null && options.onExhausted() == OnExhausted.REPLACE) {
            kept.onExhausted(OnExhausted.FAIL);
        }
        return kept.build();
    }
}
