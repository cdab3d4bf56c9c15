package io.github.cards4j.langchain4j;

import io.github.cards4j.Cards;

/** A model's engine, and whether it ends with the model. */
record ModelEngine(Cards cards, boolean owned) implements AutoCloseable {

    @Override
    public void close() {
        if (owned) {
            cards.close();
        }
    }
}
