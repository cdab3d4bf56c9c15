package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import io.github.cards4j.template.ChatFormats;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** Answers are judged a few at a time: once the client has gone, those in hand are the last. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "chat-app.max-answers=1")
@Timeout(120)
class ScoreDisconnectTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final AtomicInteger PASSES = new AtomicInteger();
    private static final CountDownLatch GATE = new CountDownLatch(1);

    @TestConfiguration(proxyBeanMethods = false)
    static class SlowJudge {

        @Bean(destroyMethod = "close")
        Cards cards() {
            EndlessModel model = new EndlessModel();
            return Cards.of(
                    model,
                    new GatedReward(),
                    ChatFormats.of("chatml"),
                    CardsOptions.builder().llm(model.name()).build());
        }
    }

    /** Stands still in each pass until the gate is open. */
    private static final class GatedReward implements RewardModel, Judgement {

        @Override
        public String name() {
            return "gated";
        }

        @Override
        public Judgement begin(List<Message> conversation) {
            return this;
        }

        @Override
        public boolean prefill() {
            return true;
        }

        @Override
        public double promptReward() {
            return 0;
        }

        @Override
        public double[] score(List<String> answers) {
            PASSES.incrementAndGet();
            try {
                GATE.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new double[answers.size()];
        }

        @Override
        public void accept(String answer) {}

        @Override
        public Usage usage() {
            return Usage.NONE;
        }

        @Override
        public String convention() {
            return "any";
        }

        @Override
        public void close() {}
    }

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    @Test
    void noOtherPassIsMadeForAClientThatHasGone() throws IOException {
        String answers = "{\"text\":\"x\"}" + ",{\"text\":\"x\"}".repeat(31);
        try (RawConnection connection =
                RawConnection.post(port, "/api/score", "{" + MESSAGES + ",\"answers\":[" + answers + "]}")) {
            await().atMost(PATIENCE).until(() -> PASSES.get() == 1);
            assertThat(connection).isNotNull();
        }
        // The only place is free again, and what asks for it is not let through to the model.
        await().atMost(PATIENCE)
                .until(() -> new Client(port)
                                .post("/api/chat", "{" + MESSAGES + ",\"profile\":\"none\"}")
                                .statusCode()
                        == 400);
        GATE.countDown();
        await().atMost(PATIENCE)
                .until(() -> cards.load().running() + cards.load().waiting() == 0);
        assertThat(PASSES).hasValue(1);
        assertThat(new Client(port)
                        .post("/api/score", "{" + MESSAGES + ",\"answers\":[" + answers + "]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(PASSES.get())
                .as("passes for 32 answers to a client that stays")
                .isGreaterThan(2);
    }
}
