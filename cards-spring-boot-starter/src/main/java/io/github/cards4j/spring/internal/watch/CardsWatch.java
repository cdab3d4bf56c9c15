package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;

/** Makes an observer for each engine of the application. */
@FunctionalInterface
public interface CardsWatch {

    CardsObserver of(Cards cards);
}
