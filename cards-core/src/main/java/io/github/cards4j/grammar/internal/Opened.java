package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Grammar;

/**
 * A tag that has opened.
 *
 * @param symbols length of its {@code open}: bytes, and special tokens
 * @param closing length of its {@code close}, counted the same way
 */
record Opened(Grammar.Tag tag, int symbols, int closing) {}
