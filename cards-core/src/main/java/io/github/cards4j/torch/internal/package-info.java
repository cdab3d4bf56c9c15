/** The device program and what calls it; nothing here is public API. */
@NullMarked
package io.github.cards4j.torch.internal;

import org.jspecify.annotations.NullMarked;
