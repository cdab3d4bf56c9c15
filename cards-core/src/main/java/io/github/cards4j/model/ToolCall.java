package io.github.cards4j.model;

import java.util.Objects;

/**
 * A model's call of a tool.
 *
 * @param id tells it from the other calls of a conversation
 * @param name of the tool
 * @param argumentsJson its arguments, a JSON object
 */
public record ToolCall(String id, String name, String argumentsJson) {

    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(argumentsJson, "argumentsJson");
    }
}
