package io.github.cards4j.spring;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import io.github.cards4j.spring.internal.watch.CardsMetrics;
import io.github.cards4j.spring.internal.watch.CardsObservations;
import io.github.cards4j.spring.internal.watch.CardsWatch;
import io.github.cards4j.spring.internal.watch.CardsWatching;
import io.github.cards4j.spring.internal.watch.ObservedThreads;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Metrics and observations of every engine, where Micrometer is there to take them; {@link CardsObserver} beans of the
 * application hear of its requests too.
 */
@AutoConfiguration(
        after = CardsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnBean(Cards.class)
public class CardsObservabilityAutoConfiguration {

    @Bean
    static CardsWatching cardsWatching(ObjectProvider<CardsWatch> watches, ObjectProvider<CardsObserver> observers) {
        return new CardsWatching(watches, observers);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Metrics {

        @Bean
        CardsMetrics cardsMetrics() {
            return new CardsMetrics();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class Observations {

        @Bean
        CardsObservations cardsObservations(ObjectProvider<ObservationRegistry> registry) {
            return new CardsObservations(registry::getObject);
        }

        @Bean(destroyMethod = "shutdown")
        ObservedThreads cardsStreamThreads(ObservationRegistry registry) {
            return new ObservedThreads(registry);
        }
    }
}
