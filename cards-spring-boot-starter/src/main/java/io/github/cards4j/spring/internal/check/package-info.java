/** What is wrong with properties, all of it in one report, and what to do about a start that failed. */
@NullMarked
package io.github.cards4j.spring.internal.check;

import org.jspecify.annotations.NullMarked;
