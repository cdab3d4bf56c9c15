package io.github.cards4j;

import io.github.cards4j.decoding.DecodingListener;
import org.jspecify.annotations.Nullable;

/**
 * Sees every request of an engine: for metrics and logs. Each request is told of by one {@link #onStart} and one
 * {@link #onEnd}. What an observer throws is logged, and harms nobody.
 */
public interface CardsObserver {

    /**
     * Somebody asks. Called on the caller's thread, before anything is checked.
     *
     * @return what sees this answer as it grows, on the engine's thread: return quickly
     */
    default DecodingListener onStart(CardsRequest request) {
        return DecodingListener.NONE;
    }

    /**
     * The request is over. Called before its caller hears of it, on the thread that ended it: the engine's, or the caller's
     * if the request was refused or its future was cancelled.
     *
     * @param response null if there is none
     * @param failure why there is none; a {@link java.util.concurrent.CancellationException} if its future was cancelled
     */
    default void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {}

    /**
     * As {@link #onEnd(CardsRequest, CardsResponse, Throwable)}, which it calls; tells requests apart that are equal, or the same
     * object sent twice.
     *
     * @param listener what {@link #onStart} returned for this request; {@link DecodingListener#NONE} if it threw
     */
    default void onEnd(
            CardsRequest request,
            DecodingListener listener,
            @Nullable CardsResponse response,
            @Nullable Throwable failure) {
        onEnd(request, response, failure);
    }
}
