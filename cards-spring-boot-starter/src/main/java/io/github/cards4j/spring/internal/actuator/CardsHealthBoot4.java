package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.Cards;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** {@link CardsHealth} for Spring Boot 4. */
public record CardsHealthBoot4(Cards cards) implements HealthIndicator {

    @Override
    public Health health() {
        CardsHealth health = CardsHealth.of(cards);
        return Health.status(health.status()).withDetails(health.details()).build();
    }
}
