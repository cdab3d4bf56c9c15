/** What decoding needs from a language model, a reward model, a tokenizer and a chat template; no tensors, no files. */
@NullMarked
package io.github.cards4j.model;

import org.jspecify.annotations.NullMarked;
