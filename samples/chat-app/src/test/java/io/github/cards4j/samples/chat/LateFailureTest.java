package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.Cards;
import io.github.cards4j.model.ModelException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** A device that fails in mid-answer: whoever waits for a whole answer gets a status, whoever reads along a last event. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class LateFailureTest {

    private static final String ASKED =
            "{\"model\":\"failing\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"cards\":{\"strength\":0}}";
    private static final int GOOD_STEPS = 300;
    private static final AtomicInteger STEPS = new AtomicInteger();

    @TestConfiguration(proxyBeanMethods = false)
    static class FailingEngine {

        @Bean(destroyMethod = "close")
        Cards cards() {
            return FakeEngine.over(new EndlessModel("failing", () -> {
                EndlessModel.work();
                if (STEPS.incrementAndGet() > GOOD_STEPS) {
                    throw new ModelException("the device failed at /secret/path");
                }
            }));
        }
    }

    @LocalServerPort
    int port;

    @BeforeEach
    void repair() {
        STEPS.set(0);
    }

    @Test
    void aWholeAnswerThatFailsHasAStatusAndSaysSo() {
        HttpResponse<String> response = new Client(port).post("/v1/chat/completions", ASKED);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode error = Events.json(response.body()).path("error");
        assertThat(error.path("type").asText()).isEqualTo("server_error");
        assertThat(error.path("code").asText()).isEqualTo("internal");
        assertThat(response.body()).doesNotContain("secret");
        assertThat(STEPS.get()).isGreaterThan(GOOD_STEPS);
    }

    @Test
    void aStreamedAnswerThatFailsEndsWithTheError() {
        HttpResponse<String> response =
                new Client(port).post("/v1/chat/completions", ASKED.replace("}]", "}],\"stream\":true"));
        assertThat(response.statusCode()).isEqualTo(200);
        List<Events.Event> events = Events.of(response.body()).all();
        assertThat(events).hasSizeGreaterThan(GOOD_STEPS / 2);
        JsonNode last = events.get(events.size() - 1).json();
        assertThat(last.path("error").path("type").asText()).isEqualTo("server_error");
        assertThat(response.body()).doesNotContain("secret", "[DONE]");
    }
}
