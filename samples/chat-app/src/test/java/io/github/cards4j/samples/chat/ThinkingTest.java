package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.template.ChatFormats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** What a reasoning model thinks is judged with its answer, but the page hears only what it says. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ThinkingTest {

    private static final String ANSWER = "<think>\nThe secret plan.\n</think>\n\nIt is in Lyon.";

    @TestConfiguration(proxyBeanMethods = false)
    static class Thinker {

        @Bean(destroyMethod = "close")
        Cards cards() {
            GenerationOptions judged = GenerationOptions.builder()
                    .targetReward(1.0)
                    .rewardTemperature(0.1)
                    .uncertaintyThreshold(3.0)
                    .minSegmentTokens(1)
                    .maxSegmentTokens(4)
                    .build();
            return Cards.of(
                    new ScriptedModel(prompt -> ANSWER),
                    new AnyReward(1),
                    ChatFormats.of("chatml"),
                    CardsOptions.builder().llm("scripted").defaults(judged).build());
        }
    }

    @LocalServerPort
    int port;

    @Test
    void aThoughtIsNeitherSentNorTinted() {
        String body = new Client(port)
                .post("/api/chat", Client.question("Where is it?", ""))
                .body();
        assertThat(body).doesNotContain("secret").doesNotContain("think");
        Events events = Events.of(body);
        List<JsonNode> segments = events.named("segment");
        assertThat(events.text()).isEqualTo("It is in Lyon.");
        assertThat(String.join("", texts(segments))).isEqualTo(events.text());
        assertThat(texts(segments.subList(0, segments.size() - 1)))
                .hasSizeGreaterThan(1)
                .noneMatch(String::isEmpty);
        for (int i = 0; i < segments.size(); i++) {
            assertThat(segments.get(i).path("index").asInt()).isEqualTo(i);
            assertThat(segments.get(i).path("reward").asDouble()).isEqualTo(1);
        }
    }

    private static List<String> texts(List<JsonNode> segments) {
        return segments.stream().map(segment -> segment.path("text").asText()).toList();
    }
}
