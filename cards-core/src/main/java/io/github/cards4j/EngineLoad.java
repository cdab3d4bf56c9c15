package io.github.cards4j;

/**
 * How busy an engine is.
 *
 * @param running requests that share the device's passes
 * @param waiting requests that wait for a place among them
 * @param capacity the most of both together; beyond it requests are refused
 */
public record EngineLoad(int running, int waiting, int capacity) {}
