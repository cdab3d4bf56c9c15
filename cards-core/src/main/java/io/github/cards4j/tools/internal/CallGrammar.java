package io.github.cards4j.tools.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ToolSpec;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Grammars of calls. */
final class CallGrammar {

    /** The most calls in one list. */
    static final int MOST = 8;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CallGrammar() {}

    /** A call of one of the tools: what stands before its arguments, they, and what stands behind. */
    static Grammar oneOf(List<ToolSpec> tools, Function<ToolSpec, Grammar> before, String behind) {
        return Grammar.anyOf(tools.stream()
                .map(tool -> Grammar.sequence(before.apply(tool), arguments(tool), Grammar.literal(behind)))
                .toList());
    }

    /** {@code [call, call]}, {@link #MOST} at most, and at least one unless it may be empty. */
    static Grammar list(Grammar call, boolean mayBeEmpty) {
        Grammar end = Grammar.literal("]");
        Grammar rest = end;
        for (int i = 1; i < MOST; i++) {
            rest = Grammar.anyOf(List.of(end, Grammar.sequence(Grammar.literal(", "), call, rest)));
        }
        Grammar calls = Grammar.sequence(call, rest);
        return Grammar.sequence(Grammar.literal("["), mayBeEmpty ? Grammar.anyOf(List.of(end, calls)) : calls);
    }

    /**
     * An object that fits the tool's schema, but for what only narrows its values; what the schema does not name is left out,
     * unless it says otherwise.
     */
    static Grammar arguments(ToolSpec tool) {
        try {
            return Grammar.jsonSchema(
                    ofObject(MAPPER.readTree(tool.parametersJsonSchema())).toString());
        } catch (JsonProcessingException e) {
            throw unusable(tool, "their schema is not JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw unusable(tool, e.getMessage(), e);
        }
    }

    private static ObjectNode ofObject(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)
                || !object.path("type").asText("object").equals("object")) {
            throw new IllegalArgumentException("their schema must be a JSON object of type object, but is " + schema);
        }
        object.put("type", "object");
        if (!object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        return ArgumentSchema.heldTo(object);
    }

    private static IllegalArgumentException unusable(ToolSpec tool, @Nullable String why, Exception cause) {
        return new IllegalArgumentException("the parameters of tool '" + tool.name() + "': " + why, cause);
    }
}
