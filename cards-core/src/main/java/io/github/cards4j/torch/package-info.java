/** Language and reward models on DJL's PyTorch engine. */
@NullMarked
package io.github.cards4j.torch;

import org.jspecify.annotations.NullMarked;
