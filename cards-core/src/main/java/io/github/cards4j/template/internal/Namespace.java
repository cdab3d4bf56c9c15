package io.github.cards4j.template.internal;

import java.util.Map;

/** {@code namespace(...)}: the one thing whose attributes a template may set. */
final class Namespace implements Value {

    private final Map<String, Value> values;

    Namespace(Map<String, Value> values) {
        this.values = values;
    }

    Map<String, Value> values() {
        return values;
    }

    @Override
    public String type() {
        return "Namespace";
    }
}
