package io.github.cards4j.grammar.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes for JSON that fits a schema. Properties come in the schema's order. What refers to itself, and values of any kind, nest
 * to a bounded depth: each level has nodes of its own.
 */
final class JsonNetwork {

    /** How deep recursion and values of any kind go. */
    static final int MOST_LEVELS = 16;

    private static final int MOST_ITEMS = 1000;
    private static final int NO_LIMIT = -1;

    private final Network network;
    private final JsonText text;
    private final Map<String, Node> rules = new HashMap<>();

    JsonNetwork(Network network, JsonText text) {
        this.network = network;
        this.text = text;
    }

    Node value(JsonNode schema, Node next) {
        return value(Schema.of(schema), MOST_LEVELS, next);
    }

    private Node value(Schema schema, int level, Node next) {
        if (schema.has("$ref")) {
            schema.requireAlone("$ref");
            Schema target = schema.resolve();
            return level == 0
                    ? network.node()
                    : network.call(rule(target.path(), level, () -> value(target, level - 1, network.end())), next);
        }
        if (schema.has("anyOf")) {
            schema.requireAlone("anyOf");
            return network.anyOf(schema.list("anyOf").stream()
                    .map(choice -> value(choice, level, next))
                    .toList());
        }
        List<String> types = schema.types();
        if (schema.has("enum") || schema.has("const")) {
            return constants(schema, types, next);
        }
        if (types == null) {
            types = schema.has("properties") || schema.has("required") || schema.has("additionalProperties")
                    ? List.of("object")
                    : schema.has("items") || schema.has("minItems") || schema.has("maxItems") ? List.of("array") : null;
        }
        if (types == null) {
            return any(level, next);
        }
        return network.anyOf(
                types.stream().map(type -> ofType(type, schema, level, next)).toList());
    }

    private interface Rule {
        Node make();
    }

    /** Made once for each name and level. */
    private Node rule(String name, int level, Rule rule) {
        String key = level + name;
        Node known = rules.get(key);
        if (known == null) {
            known = rule.make();
            rules.put(key, known);
        }
        return known;
    }

    /** A value of any kind. */
    private Node any(int level, Node next) {
        return network.call(rule("any", level, () -> anyRule(level, network.end())), next);
    }

    private Node anyRule(int level, Node end) {
        List<Node> choices = new ArrayList<>(List.of(text.string(end), text.number(end)));
        for (String word : List.of("true", "false", "null")) {
            choices.add(network.text(word, end));
        }
        if (level > 0) {
            choices.add(new ObjectNetwork(level - 1, Map.of(), Set.of(), this::any).node(end));
            choices.add(array(then -> any(level - 1, then), 0, NO_LIMIT, end));
        }
        return network.anyOf(choices);
    }

    private Node ofType(String type, Schema schema, int level, Node next) {
        return switch (type) {
            case "object" -> object(schema, level, next);
            case "array" -> array(schema, level, next);
            case "string" -> text.string(next);
            case "integer" -> text.integer(next);
            case "number" -> text.number(next);
            case "boolean" -> network.anyOf(network.text("true", next), network.text("false", next));
            default -> network.text("null", next);
        };
    }

    private Node constants(Schema schema, @Nullable List<String> types, Node next) {
        String keyword = schema.has("enum") ? "enum" : "const";
        schema.requireAlone(keyword, "type");
        JsonNode values = schema.value(keyword);
        List<JsonNode> list = new ArrayList<>();
        if (keyword.equals("const")) {
            list.add(values);
        } else {
            values.forEach(list::add);
        }
        List<Node> choices = list.stream()
                .filter(value -> types == null || types.stream().anyMatch(type -> fits(value, type)))
                .map(value -> network.text(value.toString(), next))
                .toList();
        if (choices.isEmpty()) {
            throw schema.wrong(keyword + " has no value" + (types == null ? "" : " of type " + types));
        }
        return network.anyOf(choices);
    }

    private static boolean fits(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.canConvertToExactIntegral();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    private interface Values {
        Node before(Node next);
    }

    private interface Members {
        Node value(int level, Node next);
    }

    private Node array(Schema schema, int level, Node next) {
        int least = schema.count("minItems", 0);
        int most = schema.count("maxItems", NO_LIMIT);
        if (Math.max(least, most) > MOST_ITEMS) {
            throw schema.wrong("minItems and maxItems up to " + MOST_ITEMS + " are supported");
        }
        if (most != NO_LIMIT && least > most) {
            throw schema.wrong("minItems " + least + " is above maxItems " + most);
        }
        if (!schema.has("items")) {
            return array(then -> any(level, then), least, most, next);
        }
        Schema items = schema.child("items");
        if (least < 2 && most == NO_LIMIT) {
            return array(then -> value(items, level, then), least, most, next);
        }
        Node rule = value(items, level, network.end());
        return array(then -> network.call(rule, then), least, most, next);
    }

    private Node array(Values items, int least, int most, Node next) {
        Node close = network.node().edge(']', next);
        boolean endless = most == NO_LIMIT;
        int last = endless ? Math.max(1, least) : most;
        Node after = network.node();
        Node item = items.before(after);
        if (endless) {
            after.same.add(network.node().edge(',', text.gap(item)));
        }
        after.same.add(text.gap(close));
        for (int count = last - 1; count > 0; count--) {
            Node before = network.node();
            before.same.add(network.node().edge(',', text.gap(item)));
            if (count >= least) {
                before.same.add(text.gap(close));
            }
            item = items.before(before);
        }
        List<Node> first = new ArrayList<>();
        if (last > 0) {
            first.add(item);
        }
        if (least == 0) {
            first.add(close);
        }
        return network.node().edge('[', text.gap(network.anyOf(first)));
    }

    private Node object(Schema schema, int level, Node next) {
        Map<String, Values> properties = new LinkedHashMap<>();
        if (schema.has("properties")) {
            JsonNode all = schema.value("properties");
            if (!all.isObject()) {
                throw schema.wrong("properties must be an object, but is " + all);
            }
            all.properties().forEach(property -> {
                Schema own = schema.child("properties", property.getKey(), property.getValue());
                properties.put(property.getKey(), then -> value(own, level, then));
            });
        }
        Set<String> required = required(schema);
        required.forEach(name -> properties.putIfAbsent(name, then -> any(level, then)));
        return new ObjectNetwork(level, properties, required, others(schema, properties)).node(next);
    }

    private static Set<String> required(Schema schema) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode required = schema.value("required");
        if (!required.isMissingNode() && !required.isArray()) {
            throw schema.wrong("required must be a list of names, but is " + required);
        }
        required.forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Values of properties that the schema does not name; null if there are none. */
    private @Nullable Members others(Schema schema, Map<String, Values> properties) {
        JsonNode others = schema.value("additionalProperties");
        if (others.isMissingNode()) {
            // They may be left out, and whoever names properties means those. A map of Java is a schema that names
            // none.
            return properties.isEmpty() ? this::any : null;
        }
        if (others.isBoolean() && !others.booleanValue()) {
            return null;
        }
        if (others.isBoolean()) {
            return this::any;
        }
        Schema own = schema.child("additionalProperties");
        return (level, next) -> value(own, level, next);
    }

    /** One object. */
    private final class ObjectNetwork {
        private final int level;
        private final List<Map.Entry<String, Values>> properties;
        private final Set<String> required;
        private final @Nullable Members others;

        ObjectNetwork(int level, Map<String, Values> properties, Set<String> required, @Nullable Members others) {
            this.level = level;
            this.properties = List.copyOf(new LinkedHashMap<>(properties).entrySet());
            this.required = required;
            this.others = others;
        }

        Node node(Node next) {
            Node close = network.node().edge('}', next);
            // From the last property to the first: what may stand after it, and which names may come next.
            boolean mayClose = true;
            Node after = network.node();
            List<Node> names = new ArrayList<>();
            if (others != null) {
                Members values = others;
                Node value = text.space(values.value(level, after));
                Node colon = network.node().edge(':', value);
                List<String> known = properties.stream().map(Map.Entry::getKey).toList();
                names.add(known.isEmpty() ? text.string(colon) : text.otherString(known, colon));
            }
            finish(after, names, true, close);
            for (int i = properties.size() - 1; i >= 0; i--) {
                Map.Entry<String, Values> property = properties.get(i);
                Node value = text.space(property.getValue().before(after));
                Node name = network.text(quoted(property.getKey()) + ":", value);
                boolean optional = !required.contains(property.getKey());
                names = new ArrayList<>(optional ? names : List.of());
                names.add(0, name);
                mayClose = mayClose && optional;
                after = network.node();
                finish(after, names, mayClose, close);
            }
            List<Node> first = new ArrayList<>(names);
            if (mayClose) {
                first.add(close);
            }
            return network.node().edge('{', text.gap(network.anyOf(first)));
        }

        private void finish(Node after, List<Node> names, boolean mayClose, Node close) {
            if (!names.isEmpty()) {
                after.same.add(network.node().edge(',', text.gap(network.anyOf(names))));
            }
            if (mayClose) {
                after.same.add(text.gap(close));
            }
        }
    }

    private static String quoted(String name) {
        return TextNode.valueOf(name).toString();
    }
}
