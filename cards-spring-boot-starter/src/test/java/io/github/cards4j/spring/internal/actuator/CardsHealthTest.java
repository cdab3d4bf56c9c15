package io.github.cards4j.spring.internal.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.EngineState;
import io.github.cards4j.LoadListener;
import io.github.cards4j.spring.Gate;
import io.github.cards4j.spring.Letters;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every state of an engine as health; that Spring Boot finds it is in {@link ActuatorHttpTest}. */
@Timeout(120)
class CardsHealthTest {

    private static final CardsOptions MISSING =
            CardsOptions.builder().llm("/no/such/model").build();
    private static final CardsOptions DEMO = CardsOptions.builder()
            .llm("classpath:io/github/cards4j/demo/llm")
            .threads(1)
            .build();

    @Test
    void anEngineThatAnswersIsUp() {
        Cards cards = Letters.engine();
        CardsHealth ready = CardsHealth.of(cards);
        cards.close();
        CardsHealth closed = CardsHealth.of(cards);

        assertThat(ready.status()).isEqualTo("UP");
        assertThat(ready.details())
                .containsEntry("state", "READY")
                .containsEntry("llm", "letters")
                .containsEntry("reward", "early-letters")
                .containsEntry("device", "models of the application")
                .containsEntry("queue", Map.of("running", 0, "waiting", 0, "capacity", 64));
        assertThat(closed.status()).isEqualTo("DOWN");
        assertThat(closed.details()).containsEntry("state", "CLOSED");
    }

    @Test
    void anEngineThatCouldNotLoadIsDownAndSaysWhy() {
        try (Cards cards = Cards.openInBackground(MISSING, LoadListener.NONE)) {
            while (cards.state() == EngineState.LOADING) {
                Thread.onSpinWait();
            }
            CardsHealth health = CardsHealth.of(cards);

            assertThat(health.status()).isEqualTo("DOWN");
            assertThat(health.details().get("error").toString()).contains("/no/such/model");
        }
    }

    @Test
    void anEngineThatLoadsIsOutOfService() throws InterruptedException {
        Gate gate = new Gate();
        try (Cards cards = Cards.openInBackground(DEMO, (what, fraction) -> gate.run())) {
            gate.awaitReached();
            CardsHealth health = CardsHealth.of(cards);
            gate.open();

            assertThat(health.status()).isEqualTo("OUT_OF_SERVICE");
            assertThat(health.details()).containsEntry("state", "LOADING").doesNotContainKey("device");
        }
    }

    @Test
    void anEngineThatWaitsForItsFirstRequestIsNotOutOfService() {
        try (Cards cards = Cards.openLazily(MISSING, LoadListener.NONE)) {
            assertThat(CardsHealth.of(cards).status()).isEqualTo("UNKNOWN");
            assertThat(cards.state()).isEqualTo(EngineState.NEW);
        }
    }
}
