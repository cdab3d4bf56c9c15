package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** A hub's model has a slash in its name; clients write it into the path as it is, or encoded. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class HubNameTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class HubEngine {

        @Bean(destroyMethod = "close")
        Cards cards() {
            return FakeEngine.over(new EndlessModel("owner/name", EndlessModel::work));
        }
    }

    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"owner/name", "owner%2Fname", "owner%2fname"})
    void theModelIsFound(String id) {
        HttpResponse<String> response = new Client(port).get("/v1/models/" + id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Events.json(response.body()).path("id").asText()).isEqualTo("owner/name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "owner", "name", "owner/", "owner/name/", "owner%252Fname", "owner/other"})
    void anotherIsNot(String id) {
        HttpResponse<String> response = new Client(port).get("/v1/models/" + id);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Events.json(response.body()).path("error").path("code").asText())
                .isEqualTo("model_not_found");
        assertThat(response.body()).contains("owner/name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/..%2f..%2fapplication.properties", "/js%2f..%2f..%2fapplication.properties", "/%2e%2e%2fapp.js"
            })
    void anEncodedSlashLeadsNowhereElse(String path) throws IOException {
        try (RawConnection connection =
                RawConnection.send(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
            assertThat(connection.line()).matches(".* 40[04] ?.*");
        }
    }

    @Test
    void itIsAskedByItsName() throws IOException {
        try (RawConnection connection = RawConnection.post(
                port,
                "/v1/chat/completions",
                "{\"model\":\"owner/name\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":true,"
                        + "\"cards\":{\"strength\":0}}")) {
            assertThat(connection.readUntil("\"model\":\"owner/name\"")).isTrue();
        }
    }
}
