/** Cascade Reward Sampling, and the decoding methods it is compared with; pure Java over the interfaces of {@code model}. */
@NullMarked
package io.github.cards4j.decoding;

import org.jspecify.annotations.NullMarked;
