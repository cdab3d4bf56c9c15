package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsChatResponseMetadata;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same application after the switch: the embedded models answer, aligned. */
class AfterTest extends SupportContract {

    @Override
    List<String> options() {
        return List.of();
    }

    @Test
    void theModelsAreThoseOfCards() {
        assertThat(support().application().getBean(ChatModel.class)).isInstanceOf(CardsChatModel.class);
        assertThat(support().application().getBean(StreamingChatModel.class))
                .isInstanceOf(CardsStreamingChatModel.class);
        assertThatThrownBy(() -> Class.forName("dev.langchain4j.model.openai.OpenAiChatModel"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void answersAreJudged() throws Exception {
        support().ask("fay", KETTLE);
        assertThatItWasJudged();

        support().stream("gus", KETTLE);
        assertThatItWasJudged();
    }

    private void assertThatItWasJudged() {
        assertThat(support().heard().lastResponse().metadata())
                .isInstanceOfSatisfying(CardsChatResponseMetadata.class, metadata -> {
                    assertThat(metadata.reward()).isNotNull();
                    assertThat(metadata.segments()).isNotEmpty();
                    assertThat(metadata.counters().candidatesJudged()).isPositive();
                    assertThat(metadata.options().sampling().temperature()).isEqualTo(0.7);
                    assertThat(metadata.options().maxNewTokens()).isEqualTo(128);
                });
    }
}
