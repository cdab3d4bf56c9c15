package io.github.cards4j;

import java.util.concurrent.ExecutionException;

/** Carries failures from the engine's thread to a caller's. */
final class Failures {

    private Failures() {}

    static RuntimeException unchecked(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e.getMessage(), e);
    }
}
