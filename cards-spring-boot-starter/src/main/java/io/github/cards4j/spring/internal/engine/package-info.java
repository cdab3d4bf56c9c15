/** From properties and beans to an engine, and its life within that of the application. */
@NullMarked
package io.github.cards4j.spring.internal.engine;

import org.jspecify.annotations.NullMarked;
