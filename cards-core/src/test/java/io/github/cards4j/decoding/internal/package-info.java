@NullMarked
package io.github.cards4j.decoding.internal;

import org.jspecify.annotations.NullMarked;
