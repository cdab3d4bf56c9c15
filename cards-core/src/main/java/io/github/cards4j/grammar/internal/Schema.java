package io.github.cards4j.grammar.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema, or a part of one, read with errors that name the place.
 *
 * @param node an object
 * @param path where it stands: {@code #/properties/name}
 * @param root of all
 */
record Schema(JsonNode node, String path, JsonNode root) {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "enum",
            "const",
            "anyOf",
            "$ref",
            "$defs",
            "definitions");

    /** They say nothing about which values fit. A format is an annotation too, unless a validator chooses otherwise. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "example",
            "format",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$schema",
            "$id",
            "$anchor",
            "$comment");

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "integer", "number", "boolean", "null");

    static Schema of(JsonNode root) {
        return at(root, "#", root);
    }

    private static Schema at(JsonNode node, String path, JsonNode root) {
        JsonNode found = node;
        if (node.isBoolean() && node.booleanValue()) {
            found = JsonNodeFactory.instance.objectNode();
        }
        if (!found.isObject()) {
            throw new IllegalArgumentException("JSON schema: " + path
                    + (node.isBoolean() ? " is false, which nothing fits" : " must be an object, but is " + node));
        }
        Schema schema = new Schema(found, path, root);
        found.properties().forEach(keyword -> schema.requireKnown(keyword.getKey()));
        return schema;
    }

    private void requireKnown(String keyword) {
        if (keyword.equals("uniqueItems") && !node.path(keyword).asBoolean(true)) {
            return;
        }
        if (!KNOWN.contains(keyword) && !ANNOTATIONS.contains(keyword)) {
            throw wrong("keyword " + keyword
                    + " is not supported: leave it out, and check the answer yourself; docs/json.md"
                    + " lists what is");
        }
    }

    IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException("JSON schema: " + path + ": " + problem);
    }

    boolean has(String keyword) {
        return node.has(keyword);
    }

    JsonNode value(String keyword) {
        return node.path(keyword);
    }

    /** The schema in a keyword. */
    Schema child(String keyword) {
        return at(node.path(keyword), path + "/" + keyword, root);
    }

    /** The schema in a keyword's field or element. */
    Schema child(String keyword, String name, JsonNode value) {
        return at(value, path + "/" + keyword + "/" + name, root);
    }

    List<Schema> list(String keyword) {
        JsonNode list = value(keyword);
        if (!list.isArray() || list.isEmpty()) {
            throw wrong(keyword + " must be a list with at least one element");
        }
        List<Schema> found = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            found.add(child(keyword, String.valueOf(i), list.get(i)));
        }
        return found;
    }

    /** A whole number of at least 0. */
    int count(String keyword, int otherwise) {
        if (!has(keyword)) {
            return otherwise;
        }
        JsonNode value = value(keyword);
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.intValue() < 0) {
            throw wrong(keyword + " must be a whole number of at least 0, but is " + value);
        }
        return value.intValue();
    }

    /** The types named, or null if there are none. */
    @Nullable
    List<String> types() {
        if (!has("type")) {
            return null;
        }
        JsonNode type = value("type");
        List<String> types = new ArrayList<>();
        (type.isArray() ? type : JsonNodeFactory.instance.arrayNode().add(type)).forEach(t -> types.add(t.asText()));
        for (String name : types) {
            if (!TYPES.contains(name)) {
                throw wrong("type must be one of object, array, string, integer, number, boolean, null, or a list of"
                        + " them, but is " + type);
            }
        }
        if (types.isEmpty()) {
            throw wrong("type is an empty list, which nothing fits");
        }
        return types.stream().distinct().toList();
    }

    /** Refuses a keyword that stands beside another one that says it all. */
    void requireAlone(String keyword, String... allowed) {
        node.properties().forEach(keywordAndValue -> {
            String other = keywordAndValue.getKey();
            boolean counts = KNOWN.contains(other) && !other.equals("$defs") && !other.equals("definitions");
            if (counts && !other.equals(keyword) && !Arrays.asList(allowed).contains(other)) {
                throw wrong(
                        keyword + " and " + other + " together are not supported: put " + other + " into " + keyword);
            }
        });
    }

    /** What a {@code $ref} of this document points to. */
    Schema resolve() {
        String ref = value("$ref").asText();
        if (!ref.equals("#") && !ref.startsWith("#/")) {
            throw wrong("$ref must point into this schema, such as #/$defs/name, but is " + value("$ref"));
        }
        JsonNode target;
        try {
            target = root.at(ref.substring(1));
        } catch (IllegalArgumentException e) {
            throw wrong("$ref " + ref + " is not a JSON pointer");
        }
        if (target.isMissingNode()) {
            throw wrong("$ref " + ref + " points to nothing");
        }
        return at(target, ref, root);
    }
}
