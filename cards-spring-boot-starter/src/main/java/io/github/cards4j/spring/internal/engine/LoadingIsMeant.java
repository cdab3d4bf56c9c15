package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.CardsProperties.Loading;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Whoever writes {@code cards.loading=eager} or {@code background} means it, also where {@code spring.main.lazy-initialization} lets
 * all other beans wait until they are asked for. The default of {@code cards.loading} yields to it.
 */
public record LoadingIsMeant(Environment environment, String engine) implements LazyInitializationExcludeFilter {

    private static final String NAME = CardsProperties.PREFIX + ".loading";

    @Override
    public boolean isExcluded(String beanName, BeanDefinition definition, Class<?> beanType) {
        return beanName.equals(engine) && atTheStart();
    }

    private boolean atTheStart() {
        try {
            return Binder.get(environment)
                    .bind(NAME, Loading.class)
                    .map(loading -> loading != Loading.LAZY)
                    .orElse(false);
        } catch (BindException e) {
            return false; // and is reported by the check of properties
        }
    }
}
