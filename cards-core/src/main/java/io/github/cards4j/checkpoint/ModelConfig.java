package io.github.cards4j.checkpoint;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config.json} and {@code generation_config.json} say of a model, checked.
 *
 * @param architecture the name that {@code config.json} lists first
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward block
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param kvHeads number of key and value heads; divides {@code heads}
 * @param headDim width of a head, even; not always {@code hiddenSize / heads}
 * @param vocabularySize rows of the embedding, at times more than the tokenizer has ids
 * @param rmsNormEps added to the mean square, above 0
 * @param ropeTheta base of the rotary frequencies, above 0
 * @param ropeScaling how rotary frequencies are stretched; null if they are not
 * @param tiedEmbeddings whether the head is the embedding
 * @param maxPositions longest sequence, in tokens
 * @param endTokens ids that end an answer, from both files; may be empty
 * @param padToken id that fills short rows in a batch, -1 if none
 * @param labels names of the score head's outputs, in their order; empty for a language model
 * @param kind what the model gives
 * @param switches what the model's family does otherwise than others
 */
public record ModelConfig(
        String architecture,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int vocabularySize,
        double rmsNormEps,
        double ropeTheta,
        @Nullable RopeScaling ropeScaling,
        boolean tiedEmbeddings,
        int maxPositions,
        Set<Integer> endTokens,
        int padToken,
        List<String> labels,
        Kind kind,
        Switches switches) {

    public ModelConfig {
        labels = List.copyOf(labels);
        endTokens = Set.copyOf(endTokens);
    }

    /** What a model gives for a sequence of tokens. */
    public enum Kind {
        /** Logits of the next token. */
        CAUSAL_LM,
        /** Scores, read at the last token: one, or one for each label. */
        SEQUENCE_CLASSIFICATION
    }
}
