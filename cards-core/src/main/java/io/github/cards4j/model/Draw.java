package io.github.cards4j.model;

/**
 * A token wanted.
 *
 * @param lane where
 * @param u uniform in the open interval (0, 1), exactly representable as a float; fixes which token is drawn
 */
public record Draw(Lane lane, double u) {}
