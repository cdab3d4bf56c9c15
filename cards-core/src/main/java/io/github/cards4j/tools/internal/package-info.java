/** The forms of tool calls, one a class, and what they share. */
@NullMarked
package io.github.cards4j.tools.internal;

import org.jspecify.annotations.NullMarked;
