package io.github.cards4j;

import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;

/**
 * An answer.
 *
 * @param result the text, why it ended, its segments and what it cost
 * @param promptTokens length of the rendered conversation in tokens
 * @param options every option as it was resolved for this answer
 */
public record CardsResponse(DecodingResult result, int promptTokens, DecodingOptions options) {

    public String text() {
        return result.text();
    }
}
