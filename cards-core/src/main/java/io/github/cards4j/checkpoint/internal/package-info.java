/** How the files of a model folder are read and checked. */
@NullMarked
package io.github.cards4j.checkpoint.internal;

import org.jspecify.annotations.NullMarked;
