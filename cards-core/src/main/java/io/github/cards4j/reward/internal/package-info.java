@NullMarked
package io.github.cards4j.reward.internal;

import org.jspecify.annotations.NullMarked;
