package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code dict}, in the order of insertion.
 *
 * @param entries not changed any more
 * @param weight of it and all that is in it
 * @param depth how deep it is nested
 */
record Dict(Map<Value, Value> entries, long weight, int depth) implements Value {

    static Dict of(Map<Value, Value> entries) {
        long weight = 1;
        int depth = 0;
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            weight += entry.getKey().weight() + entry.getValue().weight();
            depth = Math.max(
                    depth, Math.max(entry.getKey().depth(), entry.getValue().depth()));
        }
        return new Dict(entries, Limits.weight(weight), Limits.depth(depth + 1));
    }

    /** With names as keys. */
    static Dict named(Map<String, Value> entries) {
        Map<Value, Value> keyed = new LinkedHashMap<>();
        entries.forEach((name, value) -> keyed.put(Text.template(name), value));
        return of(keyed);
    }

    @Nullable
    Value get(Value key) {
        return entries.get(key);
    }

    Items keys() {
        return Items.of(List.copyOf(entries.keySet()), Items.Kind.KEYS);
    }

    Items values() {
        return Items.of(List.copyOf(entries.values()), Items.Kind.VALUES);
    }

    Items pairs() {
        List<Value> pairs = new ArrayList<>();
        entries.forEach((key, value) -> pairs.add(Items.tuple(key, value)));
        return Items.of(pairs, Items.Kind.PAIRS);
    }

    /** Whether a value can be a key. */
    static boolean hashable(Value key) {
        if (key instanceof Items items) {
            return items.kind() == Items.Kind.TUPLE && items.values().stream().allMatch(Dict::hashable);
        }
        return !(key instanceof Dict);
    }

    static Value hashed(Value key) {
        if (!hashable(key)) {
            throw new Fault("unhashable type: '" + key.type() + "'");
        }
        return key;
    }

    @Override
    public boolean truth() {
        return !entries.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dict dict && entries.equals(dict.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String type() {
        return "dict";
    }
}
