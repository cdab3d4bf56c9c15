package io.github.cards4j.decoding;

import io.github.cards4j.grammar.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer's text.
 *
 * @param text prose, or what stands between a tag's {@code open} and {@code close}
 * @param tag null for prose
 */
public record Span(String text, Grammar.@Nullable Tag tag) {}
