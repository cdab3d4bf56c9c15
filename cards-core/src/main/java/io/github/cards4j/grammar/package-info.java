/**
 * What the text of an answer may be: grammars, and which tokens of a vocabulary may come next in them, so that a text is valid
 * by construction.
 */
@NullMarked
package io.github.cards4j.grammar;

import org.jspecify.annotations.NullMarked;
