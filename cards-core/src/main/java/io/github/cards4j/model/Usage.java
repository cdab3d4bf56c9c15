package io.github.cards4j.model;

/**
 * What a model has done for one answer.
 *
 * @param forwardPasses device passes it took part in
 * @param tokensRead token positions computed in them
 */
public record Usage(long forwardPasses, long tokensRead) {

    public static final Usage NONE = new Usage(0, 0);

    public Usage plus(Usage other) {
        return new Usage(forwardPasses + other.forwardPasses, tokensRead + other.tokensRead);
    }
}
