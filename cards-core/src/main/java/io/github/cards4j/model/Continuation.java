package io.github.cards4j.model;

/** One answer in progress: a prompt, an accepted prefix of the answer, and lanes in which candidates grow from it. */
public interface Continuation extends AutoCloseable {

    /**
     * Reads the next chunk of the prompt: at most one forward pass.
     *
     * @return whether the whole prompt has been read
     */
    boolean prefill();

    /** A new lane that begins at the accepted prefix. */
    Lane start();

    /** The prefix grows by the lane's tokens; this lane and all others end. Costs no forward pass. */
    void accept(Lane lane);

    /** What this answer has cost so far, as counted by the model itself. */
    Usage usage();

    @Override
    void close();
}
