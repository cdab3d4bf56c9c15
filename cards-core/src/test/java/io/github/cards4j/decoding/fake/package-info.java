/** Models of a few lines that check how they are driven, count what they do, and need no native library. */
@NullMarked
package io.github.cards4j.decoding.fake;

import org.jspecify.annotations.NullMarked;
