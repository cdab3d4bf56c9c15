package io.github.cards4j.grammar;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a text is JSON that fits a schema: a strict parser, and a validator that knows nothing of grammars. */
public final class Fits {

    private static final ObjectMapper LENIENT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper STRICT = LENIENT.copy().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Fits() {}

    /** Whether it is JSON; a name may stand twice in an object. */
    public static boolean json(String text) {
        return read(LENIENT, text) != null;
    }

    /** Whether it is JSON in which a name stands twice in an object. */
    public static boolean repeats(String text) {
        return json(text) && read(STRICT, text) == null;
    }

    private static @Nullable JsonNode read(ObjectMapper mapper, String text) {
        try {
            JsonNode value = mapper.readTree(text);
            return value.isMissingNode() ? null : value;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Whether it is JSON that fits, and no name stands twice. */
    public static boolean text(String text, String schema) {
        JsonNode root = Objects.requireNonNull(read(STRICT, schema));
        JsonNode value = read(STRICT, text);
        return value != null && value(value, root, root);
    }

    private static boolean value(JsonNode value, JsonNode schema, JsonNode root) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        if (schema.has("$ref")) {
            return value(value, root.at(schema.get("$ref").asText().substring(1)), root);
        }
        if (schema.has("anyOf") && !any(value, schema.get("anyOf"), root)) {
            return false;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)
                || schema.has("const") && !schema.get("const").equals(value)
                || schema.has("type") && !type(value, schema.get("type"))) {
            return false;
        }
        return value.isArray() ? items(value, schema, root) : !value.isObject() || members(value, schema, root);
    }

    private static boolean any(JsonNode value, JsonNode choices, JsonNode root) {
        for (JsonNode choice : choices) {
            if (value(value, choice, root)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean type(JsonNode value, JsonNode type) {
        if (type.isArray()) {
            for (JsonNode each : type) {
                if (type(value, each)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError(type);
        };
    }

    private static boolean items(JsonNode value, JsonNode schema, JsonNode root) {
        if (value.size() < schema.path("minItems").asInt(0)
                || value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
            return false;
        }
        for (JsonNode item : value) {
            if (schema.has("items") && !value(item, schema.get("items"), root)) {
                return false;
            }
        }
        return true;
    }

    private static boolean members(JsonNode value, JsonNode schema, JsonNode root) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode own = schema.path("properties").get(member.getKey());
            JsonNode expected = own != null ? own : schema.get("additionalProperties");
            if (expected != null && !value(member.getValue(), expected, root)) {
                return false;
            }
        }
        return true;
    }
}
