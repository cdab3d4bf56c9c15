package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest extends DemoTest {

    private static final String PARCEL = "My parcel is late. Where is it?";

    private HttpResponse<String> score(List<String> answers) throws Exception {
        return client().post(
                        "/api/score",
                        new ObjectMapper()
                                .writeValueAsString(Map.of(
                                        "messages", List.of(Map.of("role", "user", "content", PARCEL)),
                                        "answers",
                                                answers.stream()
                                                        .map(text -> Map.of("text", text))
                                                        .toList())));
    }

    @Test
    void anAnswerIsJudgedAsItWasWhenItWasWritten() throws Exception {
        JsonNode done = Events.of(client().post("/api/chat", Client.question(PARCEL, ",\"strength\":0.7,\"seed\":7"))
                        .body())
                .last();
        String kind = done.path("text").asText();
        JsonNode rewards = Events.json(score(List.of(kind, "Go away, I have no time for this."))
                        .body())
                .path("rewards");
        assertThat(rewards).hasSize(2);
        assertThat(rewards.path(0).asDouble()).isCloseTo(done.path("reward").asDouble(), within(1e-3));
        assertThat(rewards.path(1).asDouble()).isLessThan(rewards.path(0).asDouble());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {ASKED}                                       | answers
            {ASKED,"answers":[]}                          | answers
            {ASKED,"answers":["x"]}                       | answers[0]
            {ASKED,"answers":[{"text":7}]}                | answers[0].text
            {ASKED,"answers":[{"text":"x","mood":1}]}     | answers[0].mood
            {"answers":[{"text":"x"}]}                    | messages
            """)
    void whatIsWrongIsNamed(String body, String named) {
        HttpResponse<String> response = client().post(
                        "/api/score",
                        body.replace("ASKED", "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Events.json(response.body()).path("error").path("param").asText())
                .isEqualTo(named);
    }

    @Test
    void answersAreBoundedTogetherToo() throws Exception {
        List<String> allowed = Collections.nCopies(16, "word ".repeat(800));
        assertThat(score(allowed).statusCode())
                .as("64000 characters")
                .isNotEqualTo(413)
                .isNotEqualTo(500);
        List<String> more = new ArrayList<>(allowed);
        more.add("x");
        HttpResponse<String> response = score(more);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Events.json(response.body()).path("error");
        assertThat(error.path("param").asText()).isEqualTo("answers");
        assertThat(error.path("message").asText()).contains("at most 64000 characters together, but have 64001");
    }

    @Test
    void whatIsTooLongForTheRewardModelIsRefused() throws Exception {
        HttpResponse<String> response = score(List.of("word ".repeat(3_000)));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Events.json(response.body()).path("error").path("message").asText())
                .contains("shorten the conversation");
    }
}
