package io.github.cards4j.spring;

import io.github.cards4j.Cards;
import io.github.cards4j.spring.internal.actuator.CardsEndpoint;
import io.github.cards4j.spring.internal.actuator.CardsEndpointCalls;
import io.github.cards4j.spring.internal.actuator.CardsInfo;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** The actuator endpoint {@code cards}, which Spring Boot does not expose unless it is told to, and what {@code info} says. */
@AutoConfiguration(after = CardsAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnSingleCandidate(Cards.class)
public class CardsActuatorAutoConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint
    CardsEndpoint cardsEndpoint(Cards cards) {
        return new CardsEndpoint(cards);
    }

    @Bean
    @ConditionalOnAvailableEndpoint(CardsEndpoint.class)
    static CardsEndpointCalls cardsEndpointCalls() {
        return new CardsEndpointCalls();
    }

    @Bean
    @ConditionalOnEnabledInfoContributor("cards")
    CardsInfo cardsInfoContributor(Cards cards) {
        return new CardsInfo(cards);
    }
}
