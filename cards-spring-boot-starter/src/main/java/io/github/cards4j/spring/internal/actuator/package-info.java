/** How an engine is, seen and changed from outside: endpoint, health, info. */
@NullMarked
package io.github.cards4j.spring.internal.actuator;

import org.jspecify.annotations.NullMarked;
