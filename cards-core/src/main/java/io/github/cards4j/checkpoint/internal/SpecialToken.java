package io.github.cards4j.checkpoint.internal;

/**
 * A special token of {@code tokenizer.json}.
 *
 * @param id its token id
 * @param text how a template writes it
 * @param singleWord whether it acts only where no letter, digit or underscore touches it
 * @param stripLeft whether it swallows white space before it
 * @param stripRight whether it swallows white space behind it
 */
record SpecialToken(int id, String text, boolean singleWord, boolean stripLeft, boolean stripRight) {}
