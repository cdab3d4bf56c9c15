package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.template.ChatFormats;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** A pair without a calibration, whose numbers are set by hand, under a floor that no answer reaches. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class UncalibratedTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class ByHand {

        @Bean(destroyMethod = "close")
        Cards cards() {
            GenerationOptions judged = GenerationOptions.builder()
                    .targetReward(1.0)
                    .rewardTemperature(0.1)
                    .uncertaintyThreshold(3.0)
                    .rewardFloor(2.0)
                    .maxAttempts(3)
                    .onExhausted(OnExhausted.STOP)
                    .build();
            return Cards.of(
                    new ScriptedModel(prompt -> "It is in Lyon."),
                    new AnyReward(1),
                    ChatFormats.of("chatml"),
                    CardsOptions.builder().llm("scripted").defaults(judged).build());
        }
    }

    @LocalServerPort
    int port;

    @Test
    void thePageHearsThatNoStrengthCountsAndOfTheFloor() {
        JsonNode info = Events.json(new Client(port).get("/api/info").body());
        assertThat(info.path("strengthCounts").asBoolean(true)).isFalse();
        assertThat(info.path("defaults").path("rewardFloor").asDouble()).isEqualTo(2);
    }

    @Test
    void aStrengthIsRefusedAndNotIgnored() {
        HttpResponse<String> refused =
                new Client(port).post("/api/chat", Client.question("Where is it?", ",\"strength\":0.8"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("strength=0.8 means nothing");
    }

    @Test
    void whatWasRejectedBehindTheLastSegmentIsCounted() {
        Events events = Events.of(new Client(port)
                .post("/api/chat", Client.question("Where is it?", ""))
                .body());
        assertThat(events.named("segment")).isEmpty();
        assertThat(events.last().path("finishReason").asText()).isEqualTo("EXHAUSTED");
        assertThat(events.last().path("rejected").asInt()).isEqualTo(3);
    }
}
