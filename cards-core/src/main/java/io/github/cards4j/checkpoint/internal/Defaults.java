package io.github.cards4j.checkpoint.internal;

/**
 * What a family's configuration class in transformers takes where {@code config.json} is silent.
 *
 * @param maxPositions longest sequence
 * @param heads query heads; 0 if the field must be there
 * @param kvHeads key and value heads; 0 for as many as query heads
 * @param headDim width of a head; 0 for hidden size / heads
 * @param vocabulary rows of the embedding; 0 if the field must be there
 * @param ropeTheta base of the rotary frequencies
 * @param tied whether the head is the embedding
 */
record Defaults(int maxPositions, int heads, int kvHeads, int headDim, int vocabulary, double ropeTheta, boolean tied) {

    static Defaults positions(int maxPositions) {
        return new Defaults(maxPositions, 0, 0, 0, 0, 10000, false);
    }

    /** Gemma's: also its heads may go unsaid. */
    static Defaults gemma(int maxPositions, int vocabulary, double ropeTheta) {
        return new Defaults(maxPositions, 8, 4, 256, vocabulary, ropeTheta, true);
    }

    Defaults withKvHeads(int count) {
        return new Defaults(maxPositions, heads, count, headDim, vocabulary, ropeTheta, tied);
    }

    Defaults withHeadDim(int width) {
        return new Defaults(maxPositions, heads, kvHeads, width, vocabulary, ropeTheta, tied);
    }
}
