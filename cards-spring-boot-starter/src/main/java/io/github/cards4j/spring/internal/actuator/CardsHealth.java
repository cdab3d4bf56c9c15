package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an engine is, without a class of Spring Boot that has another name in its next major version. Asks the models nothing.
 *
 * @param status code of a status of Spring Boot
 */
record CardsHealth(String status, Map<String, Object> details) {

    static CardsHealth of(Cards cards) {
        EngineState state = cards.state();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state.name());
        details.putAll(EngineView.models(cards, state));
        details.put("queue", EngineView.queue(cards));
        Throwable failure = cards.failure();
        if (failure != null) {
            details.put("error", EngineView.message(failure));
        }
        return new CardsHealth(status(state), details);
    }

    private static String status(EngineState state) {
        return switch (state) {
            // Its models are loaded for the first request, which would never come to an instance that is out of
            // service.
            case NEW -> "UNKNOWN";
            case LOADING, DRAINING -> "OUT_OF_SERVICE";
            case READY -> "UP";
            case FAILED, CLOSED -> "DOWN";
        };
    }
}
