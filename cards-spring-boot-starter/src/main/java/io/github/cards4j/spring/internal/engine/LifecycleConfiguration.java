package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.spring.CardsProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ties the engine to the application's beginning and end. */
@Configuration(proxyBeanMethods = false)
public class LifecycleConfiguration {

    @Bean
    EngineReadiness cardsReadiness(CardsProperties properties, ConfigurableApplicationContext context) {
        return new EngineReadiness(properties, context);
    }

    @Bean
    EngineShutdown cardsShutdown(CardsProperties properties, ConfigurableApplicationContext context) {
        return new EngineShutdown(properties.shutdownTimeout(), context);
    }
}
