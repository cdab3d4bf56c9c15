package io.github.cards4j.torch.internal;

import io.github.cards4j.checkpoint.ModelConfig;

/**
 * What the program needs to know of a model's shape.
 *
 * @param layers decoder layers
 * @param hidden hidden size
 * @param heads query heads
 * @param kvHeads key/value heads
 * @param headDim size of a head
 * @param inner intermediate size of the feed-forward part
 * @param vocabulary token ids
 * @param eps of the norms
 */
record Shape(int layers, int hidden, int heads, int kvHeads, int headDim, int inner, int vocabulary, double eps) {

    static Shape of(ModelConfig config) {
        return new Shape(
                config.layers(),
                config.hiddenSize(),
                config.heads(),
                config.kvHeads(),
                config.headDim(),
                config.intermediateSize(),
                config.vocabularySize(),
                config.rmsNormEps());
    }
}
