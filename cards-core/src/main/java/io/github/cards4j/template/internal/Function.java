package io.github.cards4j.template.internal;

/**
 * Something that can be called: a function, a method of a value, or a macro.
 *
 * @param name for messages
 * @param body what it does
 */
record Function(String name, Body body) implements Value {

    /** What a function does. */
    interface Body {
        Value call(Args args, Frame frame);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String type() {
        return "function";
    }
}
