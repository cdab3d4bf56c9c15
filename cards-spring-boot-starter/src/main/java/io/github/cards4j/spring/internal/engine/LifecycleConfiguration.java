package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.spring.CardsProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ties the engine to the application's beginning and end. */
@Configuration(proxyBeanMethods = false)
public class LifecycleConfiguration {

    @Bean
    EngineReadiness cardsReadiness(
            CardsProperties properties,
            ConfigurableApplicationContext context,
            ObjectProvider<ApplicationAvailability> availability) {
        // What keeps the state has to hear of a change before this does: so it is made first, also where beans are
        // lazy.
        var unused = availability.getIfAvailable();
        return new EngineReadiness(properties, context);
    }

    @Bean
    EngineShutdown cardsShutdown(CardsProperties properties, ConfigurableApplicationContext context) {
        return new EngineShutdown(properties.shutdownTimeout(), context);
    }
}
