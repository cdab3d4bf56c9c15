package io.github.cards4j;

import java.util.concurrent.CompletableFuture;

/** An answer on its way. */
public interface Generation {

    /**
     * The answer, or why there is none. Cancelling this future cancels the answer. Dependants added without an executor may
     * run on the engine's thread: keep them short.
     */
    CompletableFuture<CardsResponse> future();

    /** Stops within one step; the future completes with what has been accepted so far. Harmless after the end. */
    void cancel();
}
