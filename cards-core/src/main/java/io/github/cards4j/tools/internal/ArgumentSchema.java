package io.github.cards4j.tools.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * What arguments are held to of a tool's schema: its structure. Tools come with schemas that others wrote, for models that
 * nothing holds to them; the model reads the whole schema in its prompt.
 */
final class ArgumentSchema {

    /** They narrow values down whose kind other keywords say. */
    private static final Set<String> NARROWING = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "contentEncoding",
            "contentMediaType",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "propertyNames");

    private static final List<String> HOLD_SCHEMA = List.of("items", "additionalProperties");
    private static final List<String> HOLD_SCHEMAS = List.of("properties", "$defs", "definitions", "anyOf");

    private ArgumentSchema() {}

    /** The schema itself, changed. */
    static ObjectNode heldTo(ObjectNode schema) {
        schema.remove(NARROWING);
        if (!schema.has("anyOf") && schema.has("oneOf")) {
            schema.set("anyOf", schema.remove("oneOf"));
        }
        HOLD_SCHEMA.forEach(keyword -> relax(schema.path(keyword)));
        HOLD_SCHEMAS.forEach(keyword -> schema.path(keyword).forEach(ArgumentSchema::relax));
        return schema;
    }

    private static void relax(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            var unused = heldTo(object);
        }
    }
}
