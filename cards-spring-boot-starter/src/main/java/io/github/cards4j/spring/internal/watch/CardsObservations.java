package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.DecodingListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Each request as an observation, begun on its caller's thread, so that it belongs to what the caller is observed doing. That
 * LangChain4j's listeners hear nothing of a cancelled stream is why this is not one of them: every observation ends.
 */
public final class CardsObservations implements CardsWatch {

    private final Supplier<ObservationRegistry> registry;

    public CardsObservations(Supplier<ObservationRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public CardsObserver of(Cards cards) {
        return new Requests(cards, registry);
    }

    private record Requests(Cards cards, Supplier<ObservationRegistry> registry) implements CardsObserver {

        @Override
        public DecodingListener onStart(CardsRequest request) {
            ChatObservationContext context = new ChatObservationContext(
                    cards.modelName(),
                    Profiles.tag(cards, request),
                    request.defaults().overrideWith(request.options()));
            Observation observation = Observation.start(new ChatObservationConvention(), () -> context, registry.get());
            return new Request(observation, context);
        }

        @Override
        public void onEnd(
                CardsRequest request,
                DecodingListener listener,
                @Nullable CardsResponse response,
                @Nullable Throwable failure) {
            if (listener instanceof Request begun) {
                begun.context.ended(response, failure);
                if (failure != null && !(failure instanceof CancellationException)) {
                    begun.observation.error(failure);
                }
                begun.observation.stop();
            }
        }
    }

    private record Request(Observation observation, ChatObservationContext context) implements DecodingListener {}
}
