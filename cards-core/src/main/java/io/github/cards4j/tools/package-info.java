/** How models write tool calls: the forms they were trained on, a grammar of each, and reading calls back. */
@NullMarked
package io.github.cards4j.tools;

import org.jspecify.annotations.NullMarked;
