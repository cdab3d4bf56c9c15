package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** A client that sends a byte now and then keeps no thread for longer than a body may take: the web server alone would wait. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "chat-app.body-timeout=300ms",
            "chat-app.max-body=16MB",
            "chat-app.api-key=" + SlowBodyTest.KEY,
            "server.tomcat.connection-timeout=1h",
            "server.tomcat.max-swallow-size=-1",
            "server.tomcat.threads.max=" + SlowBodyTest.THREADS
        })
@Import(FakeEngine.class)
class SlowBodyTest {

    static final String KEY = "0123456789abcdef0123";
    static final int THREADS = 4;
    private static final long A_BYTE_EVERY = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGER_THAN_THE_TEST = 1_000_000_000;

    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat", "/api/score", "/v1/chat/completions"})
    void itIsToldAndItsConnectionEnds(String path) throws IOException {
        assertThat(answer(path, "Authorization: Bearer " + KEY, false)).contains("408");
    }

    @Test
    void soItIsWhereNobodyReadsTheBody() throws IOException {
        assertThat(answer("/api/chat", "Authorization: Bearer wrong", true)).contains("401");
        assertThat(answer("/nothing", "X: y", true)).contains("404");
    }

    @Test
    void headsThatDoNotEndKeepNoThread() throws IOException {
        List<RawConnection> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 4 * THREADS; i++) {
                slow.add(RawConnection.send(port, "GET /api/info HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            }
            assertThat(new Client(port)
                            .get("/api/info", "Authorization", "Bearer " + KEY)
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            for (RawConnection connection : slow) {
                connection.close();
            }
        }
    }

    /**
     * What the server says first, before it closes the connection.
     *
     * @param more whether the client goes on sending once it was told
     */
    private String answer(String path, String header, boolean more) throws IOException {
        try (RawConnection connection = RawConnection.send(
                port,
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + header
                        + "\r\nContent-Length: " + LONGER_THAN_THE_TEST + "\r\n\r\n")) {
            CompletableFuture<String> line = CompletableFuture.supplyAsync(connection::line);
            CompletableFuture<Boolean> ended = line.thenApply(first -> ends(connection));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!(more ? ended : line).isDone() && System.nanoTime() < end && connection.tryWrite(" ")) {
                LockSupport.parkNanos(A_BYTE_EVERY);
            }
            assertThat(ended)
                    .as("the server waits for no more")
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(true);
            return line.join();
        }
    }

    private static boolean ends(RawConnection connection) {
        try {
            return !connection.readUntil("nothing holds this");
        } catch (IOException reset) {
            return true;
        }
    }
}
