package io.github.cards4j.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** What looks at properties and bean definitions before the first bean is made. */
@Configuration(proxyBeanMethods = false)
class StartUpConfiguration {

    @Bean
    static PropertyCheck cardsPropertyCheck(ConfigurableEnvironment environment) {
        return new PropertyCheck(environment);
    }

    @Bean
    static ModelArbiter cardsModelArbiter(ConfigurableEnvironment environment) {
        return new ModelArbiter(environment);
    }

    @Bean
    static HiddenModels cardsHiddenModels(ModelArbiter arbiter) {
        return new HiddenModels(arbiter);
    }
}
