/** Opens models and answers prompts, aligned while the answer is decoded. */
@NullMarked
package io.github.cards4j;

import org.jspecify.annotations.NullMarked;
