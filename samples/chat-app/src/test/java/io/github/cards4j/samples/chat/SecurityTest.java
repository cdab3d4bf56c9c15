package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest extends DemoTest {

    @ParameterizedTest
    @ValueSource(strings = {"/api/info", "/v1/models", "/index.html", "/nothing"})
    void browsersAreToldToTakeNothingElse(String path) {
        HttpResponse<String> response = client().get(path);
        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Cache-Control")).contains("no-store");
        assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:9", "[::1]", "[::1]:8080"})
    void thisMachineIsServed(String host) throws IOException {
        assertThat(status("/api/info", "Host: " + host)).contains("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "127.0.0.2",
                "[::2]:80",
                "localhost@evil.example"
            })
    void otherNamesAreRefused(String host) throws IOException {
        assertThat(status("/api/info", "Host: " + host)).matches(".* 40[03] ?.*");
        assertThat(status("/", "Host: " + host)).matches(".* 40[03] ?.*");
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws IOException {
        try (RawConnection connection = RawConnection.send(port, "GET /api/info HTTP/1.0\r\n\r\n")) {
            assertThat(connection.line()).contains("403");
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefused() {
        String own = "http://127.0.0.1:" + port;
        assertThat(client().get("/api/info", "Origin", own).statusCode()).isEqualTo(200);
        for (String origin : new String[] {
            "http://evil.example",
            "null",
            "http://127.0.0.1",
            "http://127.0.0.1:" + (port + 1),
            own + ".evil.example",
            "file://"
        }) {
            HttpResponse<String> response = client().get("/api/info", "Origin", origin);
            assertThat(response.statusCode()).as(origin).isEqualTo(403);
            assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void browsersAskInVainForLeave() throws IOException {
        try (RawConnection connection = RawConnection.send(
                port,
                "OPTIONS /api/chat HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n")) {
            assertThat(connection.line()).contains("403");
        }
    }

    private String status(String path, String header) throws IOException {
        try (RawConnection connection =
                RawConnection.send(port, "GET " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n")) {
            return connection.line();
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }
}
