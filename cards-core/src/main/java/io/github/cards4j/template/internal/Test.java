package io.github.cards4j.template.internal;

/** What stands behind {@code is}. */
interface Test {
    boolean holds(Value in, Args args, Frame frame);
}
