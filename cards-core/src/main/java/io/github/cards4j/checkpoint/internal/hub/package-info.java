/** Models of a hub: its protocol, and the cache that is shared with Python's {@code huggingface_hub}. */
@NullMarked
package io.github.cards4j.checkpoint.internal.hub;

import org.jspecify.annotations.NullMarked;
