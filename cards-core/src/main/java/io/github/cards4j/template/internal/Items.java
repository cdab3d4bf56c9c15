package io.github.cards4j.template.internal;

import java.util.List;

/**
 * Values in order.
 *
 * @param values not changed any more
 * @param kind which of Python's types it is
 * @param weight of it and all that is in it
 * @param depth how deep it is nested
 */
record Items(List<Value> values, Kind kind, long weight, int depth) implements Value {

    /** What Python tells apart: two sequences, and the views of a dict. */
    enum Kind {
        LIST("list"),
        TUPLE("tuple"),
        KEYS("dict_keys"),
        VALUES("dict_values"),
        PAIRS("dict_items");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    static Items list(List<Value> values) {
        return of(values, Kind.LIST);
    }

    static Items tuple(Value... values) {
        return of(List.of(values), Kind.TUPLE);
    }

    static Items of(List<Value> values, Kind kind) {
        long weight = 1;
        int depth = 0;
        for (Value value : values) {
            weight += value.weight();
            depth = Math.max(depth, value.depth());
        }
        return new Items(values, kind, Limits.weight(weight), Limits.depth(depth + 1));
    }

    /** Whether it can be subscripted. */
    boolean sequence() {
        return kind == Kind.LIST || kind == Kind.TUPLE;
    }

    @Override
    public boolean truth() {
        return !values.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Items items && kind == items.kind && values.equals(items.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String type() {
        return kind.type;
    }
}
