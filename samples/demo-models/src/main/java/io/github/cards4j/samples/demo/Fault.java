package io.github.cards4j.samples.demo;

/** Why an answer is bad. */
public enum Fault {
    /** A sentence is {@link Style#CURT}. */
    CURT,
    /** A sentence is {@link Style#UNSAFE}. */
    UNSAFE,
    /** A sentence is {@link Style#UNDERIVABLE}. */
    UNDERIVABLE,
    /** A sentence is {@link Style#OFF_REQUEST}, or no sentence is about the request's topic. */
    OFF_REQUEST,
    /** There is no text. */
    EMPTY,
    /** The text stops before the end of a sentence. */
    UNFINISHED
}
