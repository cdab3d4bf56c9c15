package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsProperties;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Unless {@code cards.enabled} is false, in any form of it. What is neither true nor false turns nothing off: the
 * {@link PropertyCheck} shall see it.
 */
public class OnEnabled extends SpringBootCondition {

    private static final String NAME = CardsProperties.PREFIX + ".enabled";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean enabled = enabled(context);
        return new ConditionOutcome(
                enabled,
                ConditionMessage.forCondition("cards4j").because(NAME + " is " + (enabled ? "not " : "") + "false"));
    }

    private static boolean enabled(ConditionContext context) {
        try {
            return Binder.get(context.getEnvironment())
                    .bind(NAME, Boolean.class)
                    .orElse(true);
        } catch (BindException e) {
            return true;
        }
    }
}
