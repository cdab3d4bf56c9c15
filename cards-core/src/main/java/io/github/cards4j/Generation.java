package io.github.cards4j;

import io.github.cards4j.decoding.DecodingOptions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An answer on its way. */
public interface Generation {

    /**
     * The answer, or why there is none. Cancelling this future cancels the answer. Dependants added without an executor may
     * run on the engine's thread: keep them short.
     */
    CompletableFuture<CardsResponse> future();

    /** Every option as it is resolved for this answer; null as long as the models are not there. Never waits. */
    @Nullable
    DecodingOptions options();

    /** Stops within one step; the future completes with what has been accepted so far. Harmless after the end. */
    void cancel();
}
