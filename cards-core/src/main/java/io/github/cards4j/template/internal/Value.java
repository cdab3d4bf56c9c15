package io.github.cards4j.template.internal;

/**
 * A value of a template, as Python has it. Immutable, except for namespaces, loops and streams. {@code equals} is Python's
 * {@code ==}, so that {@code true}, {@code 1} and {@code 1.0} are one key of a dict.
 */
public sealed interface Value
        permits Text, Num, None, Undefined, Items, Dict, Stream, Function, Namespace, LoopState, Span {

    /** How deep values may be nested. */
    int MAX_DEPTH = 100;

    /** How much of it there is: characters, or elements and all that is in them. What work on it costs. */
    default long weight() {
        return 1;
    }

    /** How deep it is nested; 0 for what holds nothing. */
    default int depth() {
        return 0;
    }

    /** Python's {@code bool(x)}. */
    default boolean truth() {
        return true;
    }

    /** Name of its type in Python, for messages. */
    String type();
}
