/** A chat application: an ordinary LangChain4j Spring Boot application over cards4j. */
@NullMarked
package io.github.cards4j.samples.chat;

import org.jspecify.annotations.NullMarked;
