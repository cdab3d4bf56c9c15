package io.github.cards4j.template.internal;

/**
 * A place in a template.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 characters
 */
public record At(int line, int column) {}
