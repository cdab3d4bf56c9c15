package io.github.cards4j;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.Span;
import io.github.cards4j.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request as the engine's observers see it; its caller's own listener comes after them. */
final class Observed implements DecodingListener {

    private static final Logger LOG = LoggerFactory.getLogger(Cards.class);

    private final List<CardsObserver> observers;
    private final CardsRequest request;
    private final DecodingListener caller;
    private final List<DecodingListener> listeners = new ArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Observed(List<CardsObserver> observers, CardsRequest request, DecodingListener caller) {
        this.observers = List.copyOf(observers);
        this.request = request;
        this.caller = caller;
        for (CardsObserver observer : this.observers) {
            listeners.add(DecodingListener.NONE);
            guarded(() -> listeners.set(listeners.size() - 1, observer.onStart(request)));
        }
    }

    /** Only the first end counts. */
    void end(@Nullable CardsResponse response, @Nullable Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            for (int i = 0; i < observers.size(); i++) {
                CardsObserver observer = observers.get(i);
                DecodingListener listener = listeners.get(i);
                guarded(() -> observer.onEnd(request, listener, response, failure));
            }
        }
    }

    private void all(Consumer<DecodingListener> event) {
        listeners.forEach(listener -> guarded(() -> event.accept(listener)));
        event.accept(caller);
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("an observer failed", e);
        }
    }

    @Override
    public void onText(String text) {
        all(listener -> listener.onText(text));
    }

    @Override
    public void onTagged(Span span) {
        all(listener -> listener.onTagged(span));
    }

    @Override
    public void onToolCall(ToolCall call) {
        all(listener -> listener.onToolCall(call));
    }

    @Override
    public void onSegment(Segment segment) {
        all(listener -> listener.onSegment(segment));
    }

    @Override
    public void onRejected(Candidate candidate) {
        all(listener -> listener.onRejected(candidate));
    }

    @Override
    public void onEntropy(double entropy) {
        all(listener -> listener.onEntropy(entropy));
    }
}
