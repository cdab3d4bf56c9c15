/** How a conversation is written down for a model. */
@NullMarked
package io.github.cards4j.template;

import org.jspecify.annotations.NullMarked;
