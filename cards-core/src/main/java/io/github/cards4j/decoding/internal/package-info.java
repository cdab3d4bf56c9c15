/** How answers are decoded: one idea a class, from keyed random numbers up to the methods' state machines. */
@NullMarked
package io.github.cards4j.decoding.internal;

import org.jspecify.annotations.NullMarked;
