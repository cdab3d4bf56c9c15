/** Who may ask: address, key, host and origin. */
@NullMarked
package io.github.cards4j.samples.chat.security;

import org.jspecify.annotations.NullMarked;
