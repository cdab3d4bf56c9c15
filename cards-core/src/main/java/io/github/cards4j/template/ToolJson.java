package io.github.cards4j.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Role;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Messages and tools as chat templates know them, which is as transformers passes them. */
final class ToolJson {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ToolJson() {}

    /** @throws IllegalArgumentException if the arguments of a call are not a JSON object */
    static Map<String, Object> message(Message message) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("role", message.role().id());
        values.put("content", message.text());
        if (!message.toolCalls().isEmpty()) {
            values.put(
                    "tool_calls",
                    message.toolCalls().stream().map(ToolJson::call).toList());
        }
        if (message.role() == Role.TOOL) {
            values.put("name", Objects.requireNonNull(message.toolName()));
            values.put("tool_call_id", Objects.requireNonNull(message.toolCallId()));
        }
        return values;
    }

    private static Map<String, Object> call(ToolCall call) {
        String what = "the arguments of call '" + call.id() + "' of tool '" + call.name() + "'";
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", call.argumentsJson().isBlank() ? Map.of() : object(what, call.argumentsJson()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("type", "function");
        values.put("id", call.id());
        values.put("function", function);
        return values;
    }

    /** Templates read a description without asking whether there is one: it may be empty, not absent. */
    static List<Map<String, Object>> tools(List<ToolSpec> tools) {
        return tools.stream().map(ToolJson::tool).toList();
    }

    private static Map<String, Object> tool(ToolSpec tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function.put("description", tool.description() == null ? "" : tool.description());
        function.put(
                "parameters",
                object("the parameters' schema of tool '" + tool.name() + "'", tool.parametersJsonSchema()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("type", "function");
        values.put("function", function);
        return values;
    }

    private static Map<?, ?> object(String what, String json) {
        try {
            if (MAPPER.readValue(json, Object.class) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + " cannot be read as JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException(what + " must be a JSON object, but are: " + json);
    }
}
