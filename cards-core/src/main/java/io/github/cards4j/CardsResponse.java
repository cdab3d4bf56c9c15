package io.github.cards4j;

import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Span;
import io.github.cards4j.model.ToolCall;
import java.util.List;

/**
 * An answer.
 *
 * @param result the text, why it ended, its segments and what it cost
 * @param promptTokens length of the rendered conversation in tokens
 * @param options every option as it was resolved for this answer
 * @param toolCalls the tools that it calls, in order; empty if it calls none
 */
public record CardsResponse(
        DecodingResult result, int promptTokens, DecodingOptions options, List<ToolCall> toolCalls) {

    public CardsResponse {
        toolCalls = List.copyOf(toolCalls);
    }

    /** An answer without tool calls. */
    public CardsResponse(DecodingResult result, int promptTokens, DecodingOptions options) {
        this(result, promptTokens, options, List.of());
    }

    /** The answer in order: prose, and what stands in the tags of its grammar. */
    public List<Span> spans() {
        return result.spans();
    }

    public String text() {
        return result.text();
    }
}
