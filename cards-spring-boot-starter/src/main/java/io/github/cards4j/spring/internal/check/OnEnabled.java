package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Unless {@code cards.enabled} is false, in any form of it. What is neither true nor false turns nothing off: the
 * {@link PropertyCheck} shall see it.
 */
public class OnEnabled implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        try {
            return Binder.get(context.getEnvironment())
                    .bind(CardsProperties.PREFIX + ".enabled", Boolean.class)
                    .orElse(true);
        } catch (BindException e) {
            return true;
        }
    }
}
