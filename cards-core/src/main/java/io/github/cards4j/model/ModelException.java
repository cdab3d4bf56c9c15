package io.github.cards4j.model;

import org.jspecify.annotations.Nullable;

/** A model cannot be loaded, or failed while it ran. The message says which file or value, and what to do. */
public class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
