package io.github.cards4j.model;

/** A text is longer than a model's context. The message says by how much. */
public class ContextExceededException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public ContextExceededException(String message) {
        super(message);
    }
}
