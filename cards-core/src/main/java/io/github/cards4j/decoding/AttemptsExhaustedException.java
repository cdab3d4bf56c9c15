package io.github.cards4j.decoding;

/** No attempt at a segment was accepted, and {@link OnExhausted#FAIL} was asked for. */
public class AttemptsExhaustedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AttemptsExhaustedException(String message) {
        super(message);
    }
}
