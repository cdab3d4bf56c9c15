package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cards4j.Cards;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** A client that has gone costs the step in hand and no other. The model stands in that step until the client was missed. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"chat-app.max-answers=1", "chat-app.heartbeat=1h"})
@Timeout(120)
class StepInHandTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STEPS = 200;
    private static final int FOR_EVER = 1_000_000;
    private static final Semaphore ALLOWED = new Semaphore(0);
    private static final AtomicInteger BEGUN = new AtomicInteger();

    @TestConfiguration(proxyBeanMethods = false)
    static class GatedEngine {

        @Bean(destroyMethod = "close")
        Cards cards() {
            return FakeEngine.over(new EndlessModel("endless", () -> {
                BEGUN.incrementAndGet();
                ALLOWED.acquireUninterruptibly();
            }));
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/chat            | {MESSAGES}
            /api/chat            | {MESSAGES,"strength":0}
            /v1/chat/completions | {MESSAGES,"model":"endless","stream":true}
            /v1/chat/completions | {MESSAGES,"model":"endless"}
            /v1/chat/completions | {MESSAGES,"model":"endless","cards":{"strength":0}}
            """)
    void noOtherStepIsTakenForAClientThatHasGone(String path, String body) throws IOException {
        int last = BEGUN.get() + STEPS + 1;
        try {
            ALLOWED.release(STEPS);
            try (RawConnection connection = RawConnection.post(port, path, body.replace("MESSAGES", MESSAGES))) {
                await().atMost(PATIENCE).until(() -> BEGUN.get() == last);
                assertThat(connection).isNotNull();
            }
            // The only place is free again, and what asks for it is not let through to the model.
            String unknown = "{" + MESSAGES + ",\"profile\":\"none\"}";
            await().atMost(PATIENCE)
                    .until(() -> new Client(port).post("/api/chat", unknown).statusCode() == 400);
        } finally {
            ALLOWED.release(FOR_EVER);
            await().atMost(PATIENCE)
                    .until(() -> cards.load().running() + cards.load().waiting() == 0);
            ALLOWED.drainPermits();
        }
        assertThat(BEGUN).hasValue(last);
    }
}
