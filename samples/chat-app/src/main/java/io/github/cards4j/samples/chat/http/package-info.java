/** JSON in and out, server-sent events, and what goes wrong told to clients. */
@NullMarked
package io.github.cards4j.samples.chat.http;

import org.jspecify.annotations.NullMarked;
