/** Model folders in the layout of Hugging Face: configuration, weights and tokenizer. */
@NullMarked
package io.github.cards4j.checkpoint;

import org.jspecify.annotations.NullMarked;
