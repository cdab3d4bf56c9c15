package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.EngineState;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** The page and the interfaces are there before the models are, and say so. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class LoadingTest {

    private static final CountDownLatch GATE = new CountDownLatch(1);

    @TestConfiguration(proxyBeanMethods = false)
    static class SlowEngine {

        /** Loads as soon as the gate is open. */
        @Bean(destroyMethod = "close")
        Cards cards() {
            CardsOptions options = CardsOptions.builder()
                    .llm("classpath:io/github/cards4j/demo/llm")
                    .reward("classpath:io/github/cards4j/demo/reward")
                    .build();
            return Cards.openInBackground(options, (what, fraction) -> passGate());
        }

        private static void passGate() {
            try {
                GATE.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    @Test
    void clientsAreToldToComeAgainUntilTheModelsAreThere() {
        Client client = new Client(port);
        JsonNode info = Events.json(client.get("/api/info").body());
        assertThat(info.path("state").asText()).isEqualTo("LOADING");
        assertThat(info.path("llm").asText()).isEqualTo("llm");
        assertThat(info.path("device").isNull()).isTrue();
        assertThat(info.path("reward").isNull()).isTrue();
        refused(client.post("/api/chat", Client.question("Hello", "")));
        refused(client.post(
                "/v1/chat/completions",
                "{\"model\":\"llm\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"));

        GATE.countDown();
        await().atMost(Duration.ofSeconds(60)).until(() -> cards.state() == EngineState.READY);
        assertThat(Events.of(client.post("/api/chat", Client.question("Hello", ""))
                                .body())
                        .lastName())
                .isEqualTo("done");
        cards.close();
        HttpResponse<String> late = client.post("/api/chat", Client.question("Hello", ""));
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("shutting down");
    }

    private static void refused(HttpResponse<String> early) {
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.headers().firstValue("Retry-After")).contains("2");
        assertThat(early.body()).contains("being loaded");
    }
}
