package io.github.cards4j.tools.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads calls out of JSON that a model wrote, which may be anything. */
final class CallJson {

    private static final int SHOWN = 200;

    /** Numbers stay what they are, digit for digit. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CallJson() {}

    /**
     * @param json a call, {@code {"name": …, "arguments": {…}}} or with {@code parameters}, or a list of calls
     * @throws ModelException if it is something else, or calls a tool that is none of these
     */
    static List<RawCall> calls(String json, List<ToolSpec> tools) {
        JsonNode node = tree(json, "a tool call");
        List<RawCall> calls = new ArrayList<>();
        for (JsonNode call : node.isArray() ? node : List.of(node)) {
            JsonNode name = call.path("name");
            if (!name.isTextual()) {
                throw new ModelException("the model wrote a tool call without a name: " + shown(json));
            }
            JsonNode arguments = call.has("arguments") ? call.get("arguments") : call.get("parameters");
            calls.add(call(name.textValue(), arguments, tools));
        }
        return calls;
    }

    /** @throws ModelException if there is no such tool, or its arguments are not a JSON object */
    static RawCall call(String name, String argumentsJson, List<ToolSpec> tools) {
        requireKnown(name, tools);
        return call(name, tree(argumentsJson, "arguments for the tool '" + name + "'"), tools);
    }

    private static RawCall call(String name, @Nullable JsonNode arguments, List<ToolSpec> tools) {
        requireKnown(name, tools);
        if (arguments == null || arguments.isNull()) {
            return new RawCall(name, "{}");
        }
        // Some models write the object as a text.
        JsonNode object = arguments.isTextual()
                ? tree(arguments.textValue(), "arguments for the tool '" + name + "'")
                : arguments;
        if (!object.isObject()) {
            throw new ModelException("the model called the tool '" + name
                    + "' with arguments that are not a JSON object: " + shown(object.toString()));
        }
        return new RawCall(name, object.toString());
    }

    private static void requireKnown(String name, List<ToolSpec> tools) {
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new ModelException("the model called the tool '" + shown(name) + "', but the request has only: "
                    + tools.stream().map(ToolSpec::name).collect(Collectors.joining(", ")));
        }
    }

    private static JsonNode tree(String json, String what) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (!node.isMissingNode()) {
                return node;
            }
            throw new ModelException("the model wrote nothing where " + what + " should be");
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    "the model wrote " + what + " that cannot be read as JSON (" + e.getOriginalMessage() + "): "
                            + shown(json),
                    e);
        }
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
