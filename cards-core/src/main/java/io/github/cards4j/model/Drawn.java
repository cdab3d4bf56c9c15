package io.github.cards4j.model;

/**
 * A token drawn, and the distribution it came from.
 *
 * @param token its id
 * @param logProbability natural logarithm of its probability, full vocabulary, temperature 1
 * @param entropy of the next-token distribution in nats, full vocabulary, temperature 1, float32
 */
public record Drawn(int token, double logProbability, double entropy) {}
