/** Programs written against LangChain4j alone, and the one class that says who answers. */
@NullMarked
package io.github.cards4j.samples.langchain4j;

import org.jspecify.annotations.NullMarked;
