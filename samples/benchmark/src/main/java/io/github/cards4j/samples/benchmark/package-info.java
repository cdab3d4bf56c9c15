/** Decoding methods compared over a prompt file. */
@NullMarked
package io.github.cards4j.samples.benchmark;

import org.jspecify.annotations.NullMarked;
