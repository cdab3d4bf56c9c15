package io.github.cards4j.tools.internal;

/**
 * A call as a model wrote it.
 *
 * @param name of one of the request's tools
 * @param argumentsJson a JSON object
 */
public record RawCall(String name, String argumentsJson) {}
