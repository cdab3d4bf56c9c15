package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.EngineState;
import io.github.cards4j.LoadListener;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** Models that cannot be loaded: clients hear that, and no more than that. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class FailedLoadTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class BrokenEngine {

        @Bean(destroyMethod = "close")
        Cards cards() {
            CardsOptions options = CardsOptions.builder()
                    .llm("classpath:io/github/cards4j/demo/nothing")
                    .build();
            return Cards.openInBackground(options, LoadListener.NONE);
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    @Test
    void answersAreRefusedWithoutTellingPaths() {
        await().atMost(Duration.ofSeconds(60)).until(() -> cards.state() == EngineState.FAILED);
        Client client = new Client(port);
        assertThat(Events.json(client.get("/api/info").body()).path("state").asText())
                .isEqualTo("FAILED");
        HttpResponse<String> refused = client.post("/api/chat", Client.question("Hello", ""));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
        assertThat(refused.body()).contains("log").doesNotContain("demo/nothing");
    }
}
