package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAI-compatible endpoint, word by word. */
class OpenAiTest extends DemoTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String ASKED =
            "\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is my parcel?\"}]";

    private HttpResponse<String> ask(String body) {
        return client().post(PATH, body.replace("ASKED", ASKED).replace("MODEL", cards.modelName()));
    }

    @Test
    void theModelsAreTheLoadedOneAndTheProfiles() {
        JsonNode models = Events.json(client().get("/v1/models").body());
        assertThat(models.path("object").asText()).isEqualTo("list");
        assertThat(models.path("data").findValuesAsText("id"))
                .hasSize(1 + cards.profiles().size())
                .startsWith(cards.modelName())
                .containsAll(cards.profiles().keySet());
        assertThat(models.path("data").findValuesAsText("object")).containsOnly("model");
        assertThat(Events.json(client().get("/v1/models/strict").body())
                        .path("id")
                        .asText())
                .isEqualTo("strict");
        assertThat(client().get("/v1/models/other").statusCode()).isEqualTo(404);
    }

    @Test
    void aWholeAnswer() {
        JsonNode answer = Events.json(ask("{ASKED,\"seed\":7,\"n\":1,\"user\":\"me\",\"temperature\":null,"
                        + "\"metadata\":{\"a\":\"b\"},\"logprobs\":false,\"presence_penalty\":0}")
                .body());
        JsonNode choice = answer.path("choices").path(0);
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.path("id").asText()).startsWith("chatcmpl-");
        assertThat(answer.path("created").asLong()).isPositive();
        assertThat(answer.path("choices").size()).isEqualTo(1);
        assertThat(choice.path("index").asInt()).isZero();
        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
        assertThat(choice.path("message").path("content").asText()).isNotBlank();
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("prompt_tokens").asInt()
                        + usage.path("completion_tokens").asInt());
        assertThat(answer.path("cards").path("reward").isNumber()).isTrue();
        assertThat(answer.path("cards").path("seed").asInt()).isEqualTo(7);
    }

    @Test
    void aStreamedAnswer() {
        Events events = Events.of(ask("{ASKED,\"seed\":7,\"stream\":true,\"stream_options\":{\"include_usage\":true}}")
                .body());
        List<Events.Event> all = events.all();
        assertThat(all.get(all.size() - 1).data()).isEqualTo("[DONE]");
        List<JsonNode> chunks =
                all.subList(0, all.size() - 1).stream().map(Events.Event::json).toList();
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id")).isEqualTo(chunks.get(0).path("id"));
        });
        assertThat(chunks.subList(0, chunks.size() - 1))
                .as("whoever asks for usage finds it in every chunk, null until the last")
                .allMatch(chunk -> chunk.path("usage").isNull());
        JsonNode first = chunks.get(0).path("choices").path(0);
        assertThat(first.path("delta").path("role").asText()).isEqualTo("assistant");
        assertThat(first.path("finish_reason").isNull()).isTrue();
        JsonNode finish = chunks.get(chunks.size() - 2);
        assertThat(finish.path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("stop");
        assertThat(finish.path("cards").path("reward").isNumber()).isTrue();
        JsonNode usage = chunks.get(chunks.size() - 1);
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.path("usage").path("completion_tokens").asInt()).isPositive();
    }

    @Test
    void lengthAndStopSequencesEndAnswers() {
        JsonNode cut = Events.json(ask("{ASKED,\"max_tokens\":3}").body());
        assertThat(cut.path("choices").path(0).path("finish_reason").asText()).isEqualTo("length");
        assertThat(cut.path("usage").path("completion_tokens").asInt()).isEqualTo(3);
        String text = Events.json(
                        ask("{ASKED,\"stop\":[\".\",\"!\"],\"seed\":7}").body())
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asText();
        assertThat(text).isNotBlank().doesNotContain(".").doesNotContain("!");
    }

    @Test
    void strengthIsAnAddition() {
        JsonNode plain = Events.json(ask("{ASKED,\"cards\":{\"strength\":0}}").body());
        assertThat(plain.path("cards").path("reward").isNull()).isTrue();
        assertThat(plain.path("cards").path("aligned").asBoolean(true)).isFalse();
    }

    @Test
    void anAnswerThatCouldNotBeAlignedSaysSo() {
        JsonNode drawn = Events.json(ask("{ASKED,\"max_tokens\":4}").body());
        assertThat(drawn.path("cards").path("aligned").asBoolean()).isTrue();
        JsonNode greedy =
                Events.json(ask("{ASKED,\"max_tokens\":4,\"temperature\":0}").body());
        assertThat(greedy.path("cards").path("aligned").asBoolean(true)).isFalse();
        assertThat(greedy.path("cards").path("reward").isNumber()).isTrue();
    }

    @Test
    void anyJsonObject() {
        JsonNode answer = Events.json(ask("{ASKED,\"max_tokens\":60,\"response_format\":{\"type\":\"json_object\"}}")
                .body());
        String text =
                answer.path("choices").path(0).path("message").path("content").asText();
        assertThat(Events.json(text).isObject()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"messages":[]}                                                             | model
            {"model":"MODEL"}                                                           | messages
            {"model":"MODEL","messages":[{"role":"robot","content":"x"}]}               | messages[0].role
            {"model":"MODEL","messages":[{"role":"user","content":""}]}                 | messages[0].content
            {"model":"MODEL","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]} | messages[0].content[0].type
            {"model":"MODEL","messages":[{"role":"tool","tool_call_id":"1","content":"x"}]} | messages[0].tool_call_id
            {ASKED,"n":2}                                                               | n
            {ASKED,"temperature":3}                                                     | temperature
            {ASKED,"top_p":-1}                                                          | top_p
            {ASKED,"top_p":0}                                                           | top_p
            {ASKED,"max_tokens":0}                                                      | max_tokens
            {ASKED,"max_tokens":100000}                                                 | max_tokens
            {ASKED,"max_tokens":5,"max_completion_tokens":6}                            | max_tokens
            {ASKED,"stop":["a","b","c","d","e"]}                                        | stop
            {ASKED,"stop":7}                                                            | stop
            {ASKED,"stop":""}                                                           | stop
            {ASKED,"seed":"x"}                                                          | seed
            {ASKED,"stream":"yes"}                                                      | stream
            {ASKED,"stream_options":{"include_usage":true}}                             | stream_options
            {ASKED,"frequency_penalty":0.5}                                             | frequency_penalty
            {ASKED,"presence_penalty":1}                                                | presence_penalty
            {ASKED,"logprobs":true}                                                     | logprobs
            {ASKED,"top_logprobs":2}                                                    | top_logprobs
            {ASKED,"logit_bias":{"1":1}}                                                | logit_bias
            {ASKED,"store":true}                                                        | store
            {ASKED,"modalities":["audio"]}                                              | modalities
            {ASKED,"reasoning_effort":"high"}                                           | reasoning_effort
            {ASKED,"functions":[]}                                                      | functions
            {ASKED,"response_format":{"type":"xml"}}                                    | response_format.type
            {ASKED,"response_format":{"type":"json_schema"}}                            | response_format.json_schema
            {ASKED,"tool_choice":"auto"}                                                | tool_choice
            {ASKED,"tools":[{"type":"code_interpreter"}]}                               | tools[0].function
            {ASKED,"parallel_tool_calls":false}                                         | parallel_tool_calls
            {ASKED,"cards":{"strength":2}}                                              | cards.strength
            {ASKED,"cards":{"mood":2}}                                                  | cards.mood
            """)
    void whatIsNotSupportedIsNamed(String body, String parameter) {
        HttpResponse<String> response = ask(body);
        JsonNode error = Events.json(response.body()).path("error");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(error.path("param").asText()).isEqualTo(parameter);
        assertThat(error.path("message").asText()).contains(parameter);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isIn("invalid_value", "unsupported_parameter");
    }

    @Test
    void whatTheModelOrTheGrammarCannotIsRefused() {
        HttpResponse<String> tools =
                ask("{ASKED,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"track\"}}]}");
        assertThat(tools.statusCode()).isEqualTo(400);
        assertThat(tools.body()).contains("tools");
        HttpResponse<String> schema = ask("{ASKED,\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                + "{\"name\":\"x\",\"schema\":{\"type\":\"string\",\"pattern\":\"a*\"}}}}");
        assertThat(schema.statusCode()).isEqualTo(400);
        assertThat(schema.body()).contains("pattern");
    }
}
