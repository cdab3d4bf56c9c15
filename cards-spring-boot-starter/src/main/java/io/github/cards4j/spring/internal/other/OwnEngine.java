package io.github.cards4j.spring.internal.other;

import io.github.cards4j.Cards;
import io.github.cards4j.spring.internal.check.EngineProperties;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * An engine that the application makes itself. Properties say how the auto-configured one is made; whoever sets them beside an
 * engine of their own, and believes that they count, shall know.
 */
record OwnEngine(ConfigurableEnvironment environment, Class<?> starter) {

    private static final Logger LOG = LoggerFactory.getLogger(OwnEngine.class);

    void warnOfPropertiesWithoutEffect(ConfigurableListableBeanFactory beans) {
        List<String> engines = Arrays.asList(beans.getBeanNamesForType(Cards.class, true, false));
        boolean ours = engines.stream().anyMatch(name -> starter.getName()
                .equals(BeanOrigin.of(beans, name).declaredBy()));
        if (engines.isEmpty() || ours) {
            return;
        }
        List<String> set = new EngineProperties(environment).set();
        if (!set.isEmpty()) {
            LOG.warn(
                    "{} {} no effect: the application makes its engine itself, as bean {}. Set what it is to be there, in"
                            + " CardsOptions, and remove the properties; or remove the bean, and the properties make one.",
                    String.join(", ", set),
                    set.size() == 1 ? "has" : "have",
                    "'" + String.join("', '", engines) + "'");
        }
    }
}
