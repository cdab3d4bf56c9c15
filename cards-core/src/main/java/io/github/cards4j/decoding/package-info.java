/**
 * Decoding-time alignment by Cascade Reward Sampling (arXiv 2406.16306), and the methods it is compared with: pure Java over
 * the interfaces of {@code model}.
 */
@NullMarked
package io.github.cards4j.decoding;

import org.jspecify.annotations.NullMarked;
