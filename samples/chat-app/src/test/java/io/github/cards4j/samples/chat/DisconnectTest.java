package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.cards4j.Cards;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** Answers here never end by themselves, and nothing is written to find out: if the engine comes to rest, they were stopped. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"chat-app.max-answers=8", "chat-app.heartbeat=1h"})
@Import(FakeEngine.class)
class DisconnectTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final String PLAIN = "{" + MESSAGES + ",\"strength\":0}";

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    @AfterEach
    void atRest() {
        await().atMost(Duration.ofSeconds(30)).until(() -> atWork() == 0);
    }

    private int atWork() {
        return cards.load().running() + cards.load().waiting();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/chat            | {MESSAGES,"strength":0}                                                  | event: text
            /v1/chat/completions | {MESSAGES,"model":"endless","stream":true,"cards":{"strength":0}}        | "content":" a"
            """)
    void aClientThatGoesInMidAnswerStopsIt(String path, String body, String sign) throws IOException {
        try (RawConnection connection = RawConnection.post(port, path, body.replace("MESSAGES", MESSAGES))) {
            assertThat(connection.readUntil(sign)).isTrue();
            assertThat(atWork()).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> atWork() == 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/chat            | {MESSAGES}
            /v1/chat/completions | {MESSAGES,"model":"endless","stream":true}
            /v1/chat/completions | {MESSAGES,"model":"endless"}
            /v1/chat/completions | {MESSAGES,"model":"endless","cards":{"strength":0}}
            """)
    void aClientThatGoesBeforeTheFirstWordStopsItToo(String path, String body) throws IOException {
        try (RawConnection connection = RawConnection.post(port, path, body.replace("MESSAGES", MESSAGES))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> atWork() == 1);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> atWork() == 0);
    }

    @Test
    void aClientOfAnotherKindCancels() {
        AtomicInteger pieces = new AtomicInteger();
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .apiKey("none")
                .modelName("endless")
                .customParameters(java.util.Map.of("cards", java.util.Map.of("strength", 0)))
                .build();
        model.chat(
                ChatRequest.builder().messages(UserMessage.from("Hello")).build(), new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                        if (pieces.incrementAndGet() == 5) {
                            context.streamingHandle().cancel();
                        }
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        throw new AssertionError("an endless answer ended");
                    }

                    @Override
                    public void onError(Throwable error) {}
                });
        await().atMost(Duration.ofSeconds(30)).until(() -> pieces.get() >= 5 && atWork() == 0);
        assertThat(pieces).hasValue(5);
    }

    @Test
    void beyondTheLimitClientsAreToldToComeAgain() throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                connections.add(RawConnection.post(port, "/api/chat", PLAIN));
            }
            for (RawConnection connection : connections) {
                assertThat(connection.readUntil("event: text")).isTrue();
            }
            HttpResponse<String> refused = new Client(port).post("/api/chat", PLAIN);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(Events.json(refused.body()).path("error").path("code").asText())
                    .isEqualTo("queue_full");
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
        atRest();
        // and there is room again
        try (RawConnection connection = RawConnection.post(port, "/api/chat", PLAIN)) {
            assertThat(connection.line()).contains("200");
        }
    }
}
