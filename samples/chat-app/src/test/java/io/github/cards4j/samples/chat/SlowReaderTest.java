package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cards4j.Cards;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** A client that keeps its connection but reads nothing: once nothing more can be sent for a while, its answer is stopped. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"server.tomcat.connection-timeout=1s", "chat-app.heartbeat=1h"})
class SlowReaderTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class FastEngine {

        @Bean(destroyMethod = "close")
        Cards cards() {
            return FakeEngine.over(new EndlessModel("endless", () -> {}));
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    @Test
    void itsAnswerIsStopped() throws IOException {
        try (RawConnection connection = RawConnection.postUnread(
                port, "/api/chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"strength\":0}")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> cards.load().running() == 1);
            await().atMost(Duration.ofSeconds(60)).until(() -> cards.load().running() == 0);
            assertThat(connection).isNotNull();
        }
    }
}
