/** The grammar of the demonstration's texts, and the unpacking of its models. */
@NullMarked
package io.github.cards4j.samples.demo.internal;

import org.jspecify.annotations.NullMarked;
