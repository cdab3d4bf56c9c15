/** Aligned chat models for LangChain4j. */
@NullMarked
package io.github.cards4j.langchain4j;

import org.jspecify.annotations.NullMarked;
