package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cards4j.Cards;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/** Answers that an end of the server cuts short are told to ask again, not that something failed. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "chat-app.heartbeat=20ms")
@Import(FakeEngine.class)
@DirtiesContext
class ShutdownTest {

    private static final String ASKED =
            "{\"model\":\"endless\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    @Test
    void answersInFlightAreToldToComeAgain() throws Exception {
        CompletableFuture<HttpResponse<String>> whole =
                CompletableFuture.supplyAsync(() -> new Client(port).post("/v1/chat/completions", ASKED));
        try (RawConnection stream =
                RawConnection.post(port, "/v1/chat/completions", ASKED.replace("}]", "}],\"stream\":true"))) {
            assertThat(stream.readUntil(":"::equals))
                    .as("a sign of life while there is no word")
                    .isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> cards.load().running() == 2);
            cards.close();
            assertThat(stream.readUntil("shutting_down")).isTrue();
        }
        assertThat(whole.get().statusCode()).isEqualTo(503);
        assertThat(whole.get().headers().firstValue("Retry-After")).contains("2");
        assertThat(Events.json(whole.get().body()).path("error").path("code").asText())
                .isEqualTo("shutting_down");
    }
}
