package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.Cards;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The engines of an application, without making one. */
final class Engines {

    private Engines() {}

    static List<Cards> made(ConfigurableListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanNamesForType(Cards.class, false, false))
                .filter(beans::containsSingleton)
                .map(name -> beans.getBean(name, Cards.class))
                .toList();
    }
}
