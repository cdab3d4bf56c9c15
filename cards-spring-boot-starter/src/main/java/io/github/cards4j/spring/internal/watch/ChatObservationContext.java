package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.CardsResponse;
import io.github.cards4j.GenerationOptions;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** What is observed of a request: neither its messages nor its answer. */
public final class ChatObservationContext extends Observation.Context {

    private final String model;
    private final String profile;
    private final GenerationOptions asked;
    private volatile @Nullable CardsResponse response;
    private volatile @Nullable Throwable failure;

    /**
     * @param profile its name, or none
     * @param asked the request's own options
     */
    ChatObservationContext(String model, String profile, GenerationOptions asked) {
        this.model = model;
        this.profile = profile;
        this.asked = asked;
    }

    String model() {
        return model;
    }

    String profile() {
        return profile;
    }

    GenerationOptions asked() {
        return asked;
    }

    @Nullable
    CardsResponse response() {
        return response;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    void ended(@Nullable CardsResponse response, @Nullable Throwable failure) {
        this.response = response;
        this.failure = failure;
    }
}
