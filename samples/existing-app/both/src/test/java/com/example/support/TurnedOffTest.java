package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The way back: with cards.enabled=false the other provider answers, and no model is loaded. */
class TurnedOffTest extends SupportContract {

    private final FakeOpenAi openAi = new FakeOpenAi();

    @Override
    List<String> options() {
        return Providers.with(Providers.openAi(openAi), "--cards.enabled=false");
    }

    @AfterAll
    void stopOpenAi() {
        openAi.close();
    }

    @Test
    void openAiAnswers() throws Exception {
        assertThat(support().ask("fay", KETTLE)).isEqualTo(FakeOpenAi.ANSWER);
        assertThat(support().application().getBeanNamesForType(Cards.class)).isEmpty();
    }
}
