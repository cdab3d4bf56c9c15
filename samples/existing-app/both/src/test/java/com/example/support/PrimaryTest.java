package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openai.OpenAiChatModel;
import io.github.cards4j.langchain4j.CardsChatResponseMetadata;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Another provider is configured, and cards4j answers all the same: cards.primary=true. */
class PrimaryTest extends SupportContract {

    private final FakeOpenAi openAi = new FakeOpenAi();

    @Override
    List<String> options() {
        return Providers.with(Providers.openAi(openAi), "--cards.primary=true");
    }

    @AfterAll
    void stopOpenAi() {
        openAi.close();
    }

    @Test
    void answersAreJudgedAndNobodyElseIsAsked() throws Exception {
        support().ask("fay", KETTLE);
        assertThat(support().heard().lastResponse().metadata()).isInstanceOf(CardsChatResponseMetadata.class);

        support().stream("gus", KETTLE);
        assertThat(support().heard().lastResponse().metadata()).isInstanceOf(CardsChatResponseMetadata.class);

        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void theOtherModelIsLeftToBeInjectedByName() {
        assertThat(support().application().getBean("openAiChatModel")).isInstanceOf(OpenAiChatModel.class);
    }
}
