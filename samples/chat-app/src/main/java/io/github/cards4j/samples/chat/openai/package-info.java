/** An endpoint that clients of OpenAI's chat completions understand. */
@NullMarked
package io.github.cards4j.samples.chat.openai;

import org.jspecify.annotations.NullMarked;
