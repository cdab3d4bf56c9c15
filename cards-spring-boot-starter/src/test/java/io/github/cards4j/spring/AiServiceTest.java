package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.example.named.NamedApplication;
import com.example.named.NamedAssistant;
import com.example.ours.OursApplication;
import com.example.ours.OursAssistant;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.spring.assistant.Assistant;
import io.github.cards4j.spring.assistant.AssistantApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code @AiService} of LangChain4j's own starter finds the chat models, whatever else is there. */
@Timeout(300)
class AiServiceTest {

    private static ConfigurableApplicationContext start(Class<?> application, Class<?> more, String... properties) {
        return new SpringApplicationBuilder(application, more)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        Starter.LLM,
                        Starter.REWARD,
                        "cards.threads=1",
                        "cards.loading=lazy",
                        "cards.alignment.target-reward=1",
                        "cards.alignment.reward-temperature=0.5",
                        "cards.segmentation.uncertainty-threshold=2",
                        "cards.sampling.max-new-tokens=4")
                .properties(properties)
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @Test
    void itAnswersAligned() {
        try (ConfigurableApplicationContext context = start(AssistantApplication.class, Nothing.class)) {
            Cards cards = context.getBean(Cards.class);
            assertThat(cards.state()).isEqualTo(EngineState.NEW);
            assertThat(context.getBean(Assistant.class).answer("Hello")).isNotNull();
            assertThat(cards.state()).isEqualTo(EngineState.READY);
        }
    }

    /** Says always the same. */
    record Fixed(String text) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnModel {
        @Bean
        ChatModel mine() {
            return new Fixed("mine");
        }
    }

    @Test
    void itTakesTheApplicationsOwnModel() {
        try (Logged logged = Logged.listen();
                ConfigurableApplicationContext context = start(AssistantApplication.class, OwnModel.class)) {
            assertThat(context.getBean(Assistant.class).answer("Hello")).isEqualTo("mine");
            assertThat(logged.lines(Level.WARN)).hasSize(1);
        }
    }

    @Test
    void itTakesOursBesideTheApplicationsIfOursArePrimary() {
        try (ConfigurableApplicationContext context =
                start(AssistantApplication.class, OwnModel.class, "cards.primary=true")) {
            assertThat(context.getBean(Assistant.class).answer("Hello")).isNotEqualTo("mine");
            assertThat(context.getBean("mine", ChatModel.class).chat("Hello")).isEqualTo("mine");
        }
    }

    @Test
    void aModelThatItNamesIsNotAlignedAndTheLogSaysSo() {
        try (Logged logged = Logged.listen();
                ConfigurableApplicationContext context = start(NamedApplication.class, OwnModel.class)) {
            assertThat(context.getBean(NamedAssistant.class).answer("Hello")).isEqualTo("mine");
            assertThat(logged.lines(Level.WARN)).singleElement().asString().contains("Alignment is off for 'mine'");
        }
    }

    @Test
    void oursIsFoundByItsNameOrTheStartSaysWhereItWent() {
        assertThatThrownBy(() -> start(OursApplication.class, OwnModel.class).close())
                .isInstanceOf(Exception.class);
        assertThat(ReportedAnalysis.last.getDescription()).contains("needs a CardsChatModel, but there is none");
        assertThat(ReportedAnalysis.last.getAction()).contains("cards.primary=true");
        try (ConfigurableApplicationContext context =
                start(OursApplication.class, OwnModel.class, "cards.primary=true")) {
            assertThat(context.getBean(OursAssistant.class).answer("Hello")).isNotEqualTo("mine");
        }
    }

    @AutoConfiguration
    static class OtherStarter {
        @Bean
        Fixed otherChatModel() {
            return new Fixed("other");
        }

        @Bean
        StreamingChatModel otherStreamingChatModel() {
            return new StreamingChatModel() {};
        }
    }

    @Test
    void besideAnotherStarterItTakesOursOrDoesNotStart() {
        assertThatThrownBy(() ->
                        start(AssistantApplication.class, OtherStarter.class).close())
                .isInstanceOf(CardsStartupException.class);
        assertThat(ReportedAnalysis.last.getDescription()).contains("'otherChatModel'", "'otherStreamingChatModel'");
        try (ConfigurableApplicationContext context =
                start(AssistantApplication.class, OtherStarter.class, "cards.primary=true")) {
            assertThat(context.getBean(Assistant.class).answer("Hello")).isNotEqualTo("other");
            assertThat(context.getBean(Fixed.class).chat("Hello")).isEqualTo("other");
        }
    }
}
