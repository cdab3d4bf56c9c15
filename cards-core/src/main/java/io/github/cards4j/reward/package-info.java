/** Rewards that are made of other things: a question to an instruct model, a sum of rewards, the application's own code. */
@NullMarked
package io.github.cards4j.reward;

import org.jspecify.annotations.NullMarked;
