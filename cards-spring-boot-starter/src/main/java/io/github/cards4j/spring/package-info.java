/** Spring Boot auto-configuration of aligned chat models. */
@NullMarked
package io.github.cards4j.spring;

import org.jspecify.annotations.NullMarked;
