package io.github.cards4j.samples.chat.browser;

import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.DecodingListener;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Holds the models in the middle of an answer: they go on token by token, when the test says so. */
final class Gate implements CardsObserver {

    private static final int FOR_EVER = 1_000_000;

    private final Semaphore tokens = new Semaphore(0);
    private final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public DecodingListener onStart(CardsRequest request) {
        return new DecodingListener() {
            @Override
            public void onEntropy(double entropy) {
                tokens.acquireUninterruptibly();
            }
        };
    }

    @Override
    public void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {
        boolean cancelled = failure instanceof CancellationException;
        ends.add(
                response == null
                        ? cancelled ? "CANCELLED" : String.valueOf(failure)
                        : response.result().finishReason().name());
    }

    void step() {
        tokens.release();
    }

    void open() {
        tokens.release(FOR_EVER);
    }

    /** How requests ended, in their order. */
    List<String> ends() {
        return ends;
    }
}
