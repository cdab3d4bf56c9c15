package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.ChatModel;
import io.github.cards4j.langchain4j.CardsChatModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Another provider's starter was forgotten in the pom.xml: no answer may go out unaligned, and nobody has to guess. */
class LeftInTest {

    @Test
    void openAisStarterIsNamed() {
        try (FakeOpenAi openAi = new FakeOpenAi()) {
            assertThatTheWaysOutAreShown(
                    Providers.openAi(openAi), "openAiChatModel", "langchain4j-open-ai-spring-boot-starter");
            assertThat(openAi.requests()).isEmpty();
        }
    }

    @Test
    void ollamasStarterIsNamed() {
        assertThatTheWaysOutAreShown(Providers.OLLAMA, "ollamaChatModel", "langchain4j-ollama-spring-boot-starter");
    }

    private static void assertThatTheWaysOutAreShown(List<String> options, String bean, String artifact) {
        List<String> quietly = Providers.with(options, "--logging.level.org.springframework.boot=OFF");
        ReportedAnalysis.last = null;

        assertThatThrownBy(() -> new Support(quietly).close()).isInstanceOf(Exception.class);

        FailureAnalysis analysis = ReportedAnalysis.last;
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains(bean);
        assertThat(analysis.getDescription() + analysis.getAction())
                .contains(artifact, "cards.primary=true", "cards.enabled=false");
    }

    @Test
    void aStarterWithoutPropertiesMakesNoModelAndIsNoHindrance() throws Exception {
        try (Support support = new Support(List.of())) {
            assertThat(support.application().getBean(ChatModel.class)).isInstanceOf(CardsChatModel.class);
            assertThat(support.ask("ann", SupportContract.KETTLE)).isNotBlank();
        }
    }
}
