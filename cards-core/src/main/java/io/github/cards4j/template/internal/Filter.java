package io.github.cards4j.template.internal;

/** A filter. */
interface Filter {
    Value apply(Value in, Args args, Frame frame);
}
