package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives every engine its observers as soon as it is made, whoever makes it and whenever: with lazy initialisation too, none of
 * its requests goes unseen.
 */
public final class CardsWatching implements BeanPostProcessor {

    private final ObjectProvider<CardsWatch> watches;
    private final ObjectProvider<CardsObserver> observers;

    public CardsWatching(ObjectProvider<CardsWatch> watches, ObjectProvider<CardsObserver> observers) {
        this.watches = watches;
        this.observers = observers;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof Cards cards) {
            watches.orderedStream().forEach(watch -> cards.observe(watch.of(cards)));
            observers.orderedStream().forEach(cards::observe);
        }
        return bean;
    }
}
