package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChatAppPropertiesTest {

    @EnableConfigurationProperties(ChatAppProperties.class)
    static class Bound {}

    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void allThatIsOutOfRangeIsNamedAtOnce() {
        context.withPropertyValues(
                        "chat-app.max-messages=0",
                        "chat-app.max-message-characters=-1",
                        "chat-app.max-score-characters=0",
                        "chat-app.body-timeout=0s",
                        "chat-app.allowed-hosts=chat.example,https://b.example,c.example:8080,*",
                        "chat-app.max-tokens=0",
                        "chat-app.max-answers=0",
                        "chat-app.heartbeat=0ms",
                        "chat-app.max-body=17MB")
                .run(started -> assertThat(started.getStartupFailure())
                        .rootCause()
                        .hasMessageContainingAll(
                                "chat-app.max-messages",
                                "chat-app.max-message-characters",
                                "chat-app.max-score-characters",
                                "chat-app.body-timeout",
                                "allowed-hosts holds 'https://b.example'",
                                "'c.example:8080'",
                                "'*'",
                                "chat-app.max-tokens",
                                "chat-app.max-answers",
                                "chat-app.heartbeat",
                                "chat-app.max-body"));
    }

    @Test
    void aMisspeltNameIsNotPassedOver() {
        context.withPropertyValues("chat-app.allowed-host=chat.example")
                .run(started -> assertThat(started.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("chat-app.allowed-host"));
    }

    @Test
    void allHaveDefaults() {
        context.run(
                started -> assertThat(started.getBean(ChatAppProperties.class).maxAnswers())
                        .isEqualTo(32));
    }
}
