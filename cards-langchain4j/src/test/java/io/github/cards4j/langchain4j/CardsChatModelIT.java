package io.github.cards4j.langchain4j;

import io.github.cards4j.Cards;
import org.junit.jupiter.api.AfterAll;

/** The contract over a scripted language model. */
class CardsChatModelIT extends ChatModelContract {

    private static final Cards ENGINE = Engines.contract();

    @Override
    Cards engine() {
        return ENGINE;
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }
}
