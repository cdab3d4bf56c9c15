package io.github.cards4j.template.internal;

import java.util.Iterator;

/** What Python calls a generator: its values come one by one, once, when they are asked for. */
final class Stream implements Value {

    private final Iterator<Value> values;

    Stream(Iterator<Value> values) {
        this.values = values;
    }

    Iterator<Value> values() {
        return values;
    }

    @Override
    public String type() {
        return "generator";
    }
}
