/** What is seen of requests: metrics, observations, the audit log. */
@NullMarked
package io.github.cards4j.spring.internal.watch;

import org.jspecify.annotations.NullMarked;
