package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The application as it was: OpenAI answers. */
class BeforeTest extends SupportContract {

    private final FakeOpenAi openAi = new FakeOpenAi();

    @Override
    List<String> options() {
        return openAi.options();
    }

    @AfterAll
    void stopOpenAi() {
        openAi.close();
    }

    @Test
    void openAiIsAskedAsThePropertiesSay() throws Exception {
        assertThat(support().ask("fay", KETTLE)).isEqualTo(FakeOpenAi.ANSWER);
        assertThat(support().stream("gus", KETTLE)).isEqualTo(FakeOpenAi.PIECES);

        List<JsonNode> requests = openAi.requests();
        assertThat(requests.subList(requests.size() - 2, requests.size())).allSatisfy(request -> {
            assertThat(request.get("model").asText()).isEqualTo("gpt-4o-mini");
            assertThat(request.get("temperature").asDouble()).isEqualTo(0.7);
            assertThat(request.get("max_tokens").asInt()).isEqualTo(128);
        });
    }
}
