/** Answers on their way from the model to a connection. */
@NullMarked
package io.github.cards4j.samples.chat.answer;

import org.jspecify.annotations.NullMarked;
