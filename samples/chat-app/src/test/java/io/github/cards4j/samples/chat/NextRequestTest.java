package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.template.ChatFormats;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** A client that sends its next request before it has the answer to the first: watching whether it is there must not cost it that. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "chat-app.heartbeat=20ms")
@Timeout(120)
class NextRequestTest {

    /** How the first request is sent. */
    private enum Form {
        ONE_READ,
        SEVERAL_READS,
        CHUNKED;

        String request() {
            String body = "{\"model\":\"scripted\",\"stream\":true,\"user\":\""
                    + "x".repeat(this == SEVERAL_READS ? 15_000 : 1)
                    + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"cards\":{\"strength\":0}}";
            return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + (this == CHUNKED
                            ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                                    + "\r\n0\r\n\r\n"
                            : "Content-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }

    private static final String NEXT = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Semaphore GATE = new Semaphore(0);

    @TestConfiguration(proxyBeanMethods = false)
    static class GatedEngine {

        /** Answers once the gate is open. */
        @Bean(destroyMethod = "close")
        Cards cards() {
            return Cards.of(
                    new ScriptedModel(prompt -> {
                        GATE.acquireUninterruptibly();
                        return "Hello to you.";
                    }),
                    null,
                    ChatFormats.of("chatml"),
                    CardsOptions.builder().llm("scripted").build());
        }
    }

    @LocalServerPort
    int port;

    @BeforeEach
    void close() {
        GATE.drainPermits();
    }

    @AfterEach
    void open() {
        GATE.release(10);
    }

    @ParameterizedTest
    @EnumSource
    void whatCameTogetherWithTheFirstIsAnswered(Form form) throws IOException {
        try (RawConnection connection = RawConnection.send(port, form.request() + NEXT)) {
            watched(connection);
            GATE.release();
            assertBothAreAnswered(connection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCameWhileTheFirstWasAnsweredIsAnswered(Form form) throws IOException {
        try (RawConnection connection = RawConnection.send(port, form.request())) {
            watched(connection);
            connection.write(NEXT.substring(0, 1));
            watched(connection);
            connection.write(NEXT.substring(1));
            watched(connection);
            GATE.release();
            assertBothAreAnswered(connection);
        }
    }

    /** Signs of life stand for looks at the connection: there is one before each. */
    private static void watched(RawConnection connection) throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(connection.readUntil(":"::equals)).isTrue();
        }
    }

    private static void assertBothAreAnswered(RawConnection connection) throws IOException {
        assertThat(connection.readUntil("[DONE]")).isTrue();
        assertThat(connection.readUntil("200")).as("the next answer").isTrue();
        assertThat(connection.readUntil("\"object\":\"list\"")).isTrue();
    }
}
