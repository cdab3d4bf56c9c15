package io.github.cards4j.model;

/** One candidate in progress. Tokens appended are read by the next step. */
public interface Lane extends AutoCloseable {

    /** The token becomes the candidate's next. */
    void append(int token);

    /** Forgets the candidate; its place in the key/value cache is free again. Closing twice is harmless. */
    @Override
    void close();
}
