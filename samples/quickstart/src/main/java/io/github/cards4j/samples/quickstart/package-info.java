/** One request answered side by side, unaligned and aligned. */
@NullMarked
package io.github.cards4j.samples.quickstart;

import org.jspecify.annotations.NullMarked;
