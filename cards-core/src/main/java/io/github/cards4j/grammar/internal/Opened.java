package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Grammar;

/**
 * A tag that has opened.
 *
 * @param symbols length of its {@code open}: bytes, and special tokens
 * @param bytes length of its {@code open} without special tokens
 * @param closing length of its {@code close} without special tokens
 */
record Opened(Grammar.Tag tag, int symbols, int bytes, int closing) {}
