package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=0.0.0.0",
            "chat-app.api-key=" + ApiKeyTest.KEY,
            "chat-app.allowed-hosts=chat.example"
        })
@Import(FakeEngine.class)
class ApiKeyTest {

    static final String KEY = "0123456789abcdef0123";

    @LocalServerPort
    int port;

    @Test
    void withTheKeyAllIsOpen() {
        assertThat(new Client(port)
                        .get("/api/info", "Authorization", "Bearer " + KEY)
                        .statusCode())
                .isEqualTo(200);
        assertThat(new Client(port)
                        .get("/v1/models", "Authorization", "bearer " + KEY)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcdef012",
                "Bearer 0123456789abcdef01234",
                "Basic " + KEY,
                KEY,
                "Bearer x"
            })
    void withoutItNothingIs(String header) {
        for (String path : new String[] {"/api/info", "/v1/models", "/api/chat;a=b", "//api/info"}) {
            HttpResponse<String> response = new Client(port).get(path, "Authorization", header);
            assertThat(response.statusCode()).as(path).isIn(400, 401, 404, 405);
        }
        HttpResponse<String> refused = new Client(port).post("/v1/chat/completions", "{}", "Authorization", header);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(Events.json(refused.body()).path("error").path("code").asText())
                .isEqualTo("invalid_api_key");
        assertThat(refused.body()).doesNotContain(KEY);
    }

    @Test
    void aNameThatIsAllowedIsServed() throws Exception {
        for (String host : new String[] {"chat.example", "Chat.Example:8080"}) {
            try (RawConnection connection =
                    RawConnection.send(port, "GET /api/info HTTP/1.1\r\nHost: " + host + "\r\n\r\n")) {
                assertThat(connection.line()).contains("401");
            }
        }
    }
}
