/**
 * The front door: {@link io.github.cards4j.Cards} opens a language model and a reward model, and answers conversations
 * with decoding-time alignment.
 */
@NullMarked
package io.github.cards4j;

import org.jspecify.annotations.NullMarked;
