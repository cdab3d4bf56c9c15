package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.Cards;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** {@link CardsHealth} for Spring Boot 3. */
public record CardsHealthBoot3(Cards cards) implements HealthIndicator {

    @Override
    public Health health() {
        CardsHealth health = CardsHealth.of(cards);
        return Health.status(health.status()).withDetails(health.details()).build();
    }
}
