package io.github.cards4j.spring;

import io.github.cards4j.Cards;
import io.github.cards4j.spring.internal.actuator.CardsHealthBoot3;
import io.github.cards4j.spring.internal.actuator.CardsHealthBoot4;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health of the engine; {@code management.health.cards.enabled=false} leaves it out. */
@AutoConfiguration(after = CardsAutoConfiguration.class)
@ConditionalOnSingleCandidate(Cards.class)
public class CardsHealthAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({
        org.springframework.boot.actuate.health.HealthIndicator.class,
        org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator.class
    })
    static class Boot3 {

        @Bean
        @ConditionalOnMissingBean(name = "cardsHealthIndicator")
        @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator("cards")
        CardsHealthBoot3 cardsHealthIndicator(Cards cards) {
            return new CardsHealthBoot3(cards);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({
        org.springframework.boot.health.contributor.HealthIndicator.class,
        org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator.class
    })
    static class Boot4 {

        @Bean
        @ConditionalOnMissingBean(name = "cardsHealthIndicator")
        @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator("cards")
        CardsHealthBoot4 cardsHealthIndicator(Cards cards) {
            return new CardsHealthBoot4(cards);
        }
    }
}
