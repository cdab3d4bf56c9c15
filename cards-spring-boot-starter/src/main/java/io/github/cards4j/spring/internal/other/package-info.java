/** Chat models of others: whether ours stand beside them, take their place, or give theirs up. */
@NullMarked
package io.github.cards4j.spring.internal.other;

import org.jspecify.annotations.NullMarked;
