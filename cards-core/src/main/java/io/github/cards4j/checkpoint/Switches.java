package io.github.cards4j.checkpoint;

import java.util.Set;

/**
 * What tells the families of decoders apart, beyond their sizes: the device program is one, and these are its switches.
 * {@link #plain} is a Llama; names and formulas are those of Hugging Face's {@code modeling_….py}.
 *
 * @param queryKeyValueBias whether the projections to queries, keys and values add a bias
 * @param outputBias whether the projection after attention adds a bias
 * @param feedForwardBias whether the three projections of the feed-forward block add a bias
 * @param queryKeyNorms whether each head's query and key are normed before they are turned by their position
 * @param postNorms whether attention and feed-forward block are also normed behind, before they are added to the stream
 * @param offsetNorms whether norms multiply by {@code 1 + weight} instead of {@code weight}
 * @param activation of the feed-forward block's gate
 * @param embeddingScale embeddings are multiplied by it; 1 leaves them
 * @param attentionScale products of queries and keys are multiplied by it, above 0
 * @param attentionCap {@code c} of {@code c · tanh(score / c)}, applied to scaled products before the mask; 0 for none
 * @param logitCap the same for the logits of a language model; 0 for none
 * @param window how many tokens a token sees in the layers of {@code windowedLayers}, itself included; 0 if there are none
 * @param windowedLayers the layers, counted from 0, where a token sees the last {@code window} only
 * @param windowedRopeTheta base of the rotary frequencies in these layers, without any scaling; 0 if they have the model's
 */
public record Switches(
        boolean queryKeyValueBias,
        boolean outputBias,
        boolean feedForwardBias,
        boolean queryKeyNorms,
        boolean postNorms,
        boolean offsetNorms,
        Activation activation,
        double embeddingScale,
        double attentionScale,
        double attentionCap,
        double logitCap,
        int window,
        Set<Integer> windowedLayers,
        double windowedRopeTheta) {

    public Switches {
        windowedLayers = Set.copyOf(windowedLayers);
        if (windowedLayers.isEmpty() != (window == 0)) {
            throw new IllegalArgumentException("window is " + window + ", but windowedLayers is " + windowedLayers
                    + ": a window goes with layers that have it");
        }
    }

    /** A Llama's switches: all of them off. */
    public static Switches plain(int headDim) {
        return new Switches(
                false,
                false,
                false,
                false,
                false,
                false,
                Activation.SILU,
                1,
                1 / Math.sqrt(headDim),
                0,
                0,
                0,
                Set.of(),
                0);
    }

    /** The function on the gate of the feed-forward block. */
    public enum Activation {
        /** {@code x · sigmoid(x)}, also called swish. */
        SILU,
        /** The Gaussian error linear unit, by its approximation with {@code tanh}. */
        GELU_TANH,
        /** The Gaussian error linear unit, by the error function. */
        GELU
    }
}
