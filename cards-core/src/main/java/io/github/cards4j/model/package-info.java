/** The interfaces of language model, reward model and tokenizer, and the values that they exchange. */
@NullMarked
package io.github.cards4j.model;

import org.jspecify.annotations.NullMarked;
