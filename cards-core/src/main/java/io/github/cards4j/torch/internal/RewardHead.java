package io.github.cards4j.torch.internal;

/** Turns the outputs that a pass wants into rewards. */
interface RewardHead {

    float[] rewards(Transformer transformer, Pass pass);
}
