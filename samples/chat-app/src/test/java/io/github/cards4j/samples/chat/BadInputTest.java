package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest extends DemoTest {

    private static final String ASKED = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                          | messages
            []                                                          | object
            {"messages":"Hello"}                                        | messages must be a list
            {"messages":[]}                                             | at least one
            {"messages":["Hello"]}                                      | messages[0]
            {"messages":[{"role":"user"}]}                              | messages[0].content
            {"messages":[{"role":"user","content":7}]}                  | messages[0].content
            {"messages":[{"role":"user","content":"  "}]}               | messages[0].content is empty
            {"messages":[{"role":"system","content":"x"}]}              | messages[0].role
            {"messages":[{"role":"user","content":"x","name":"y"}]}     | messages[0].name is not supported
            {"messages":[{"role":"assistant","content":"x"}]}           | must end with a message of the user
            {ASKED,"strength":1.5}                                      | strength must be a number between 0.0 and 1.0
            {ASKED,"strength":"high"}                                   | strength
            {ASKED,"seed":0.5}                                          | seed must be a whole number
            {ASKED,"seed":99999999999999999999999}                      | seed
            {ASKED,"profile":7}                                         | profile
            {ASKED,"strenght":0.5}                                      | strenght is not supported
            {ASKED                                                      | not JSON
            {ASKED} and more                                            | not JSON
            {"messages":[],"messages":[]}                               | Duplicate
            """)
    void whatIsWrongIsNamed(String body, String named) {
        HttpResponse<String> response = client().post("/api/chat", body.replace("ASKED", ASKED));
        assertThat(response.statusCode()).isEqualTo(400);
        refused(response, named);
    }

    @Test
    void anEmptyBodyIsNoJson() {
        assertThat(Events.json(client().post("/api/chat", "[]").body())
                        .path("error")
                        .path("param")
                        .isNull())
                .isTrue();
        refused(client().post("/api/chat", ""), "object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat", "/v1/chat/completions"})
    void aLargeBodyIsRefused(String path) {
        HttpResponse<String> response = client().post(path, "{\"a\":\"" + "x".repeat(300_000) + "\"}");
        assertThat(response.statusCode()).isEqualTo(413);
        refused(response, "chat-app.max-body");
    }

    @Test
    void aLargeBodyOfUnknownLengthIsRefused() throws IOException {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (RawConnection connection = RawConnection.send(
                port,
                "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5) + "0\r\n\r\n")) {
            assertThat(connection.line()).contains("413");
        }
    }

    @Test
    void longMessagesAndConversationsAreRefused() {
        refused(client().post("/api/chat", Client.question("x".repeat(16_001), "")), "at most 16000 characters");
        String message = "{\"role\":\"user\",\"content\":\"x\"}";
        String many = "{\"messages\":[" + (message + ",").repeat(64) + message + "]}";
        refused(client().post("/api/chat", many), "at most 64");
        refused(client().post("/api/chat", Client.question("word ".repeat(3_000), "")), "shorten the conversation");
    }

    @Test
    void deepJsonIsRefused() {
        HttpResponse<String> response =
                client().post("/api/chat", "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
        assertThat(response.statusCode()).isEqualTo(400);
        refused(response, "not JSON");
    }

    @Test
    void otherMethodsTypesAndPathsAreRefused() {
        HttpResponse<String> wrongMethod = client().get("/api/chat");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        refused(wrongMethod, "GET");
        HttpResponse<String> unknown = client().get("/api/nothing");
        assertThat(unknown.statusCode()).isEqualTo(404);
        refused(unknown, "");
        HttpResponse<String> wrongType = client().send(java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + port + "/api/chat"))
                .header("Content-Type", "text/plain")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        assertThat(wrongType.statusCode()).isEqualTo(415);
        refused(wrongType, "text/plain");
    }

    private static void refused(HttpResponse<String> response, String named) {
        JsonNode error = Events.json(response.body()).path("error");
        assertThat(response.statusCode()).isBetween(400, 499);
        assertThat(error.path("message").asText()).isNotBlank().containsIgnoringCase(named);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(response.body()).doesNotContain("Exception", "at io.", "at org.", "io.github", "REDACTED");
    }
}
