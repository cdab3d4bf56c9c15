/** A shop's support assistant. It is written against LangChain4j and Spring Boot, and knows no provider. */
@NullMarked
package com.example.support;

import org.jspecify.annotations.NullMarked;
