package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A request for an answer that waits until the test answers it, event by event. */
final class Call {

    private final HttpExchange exchange;
    private final JsonNode request;
    private final StringBuilder text = new StringBuilder();
    private boolean streaming;
    private int segments;

    Call(HttpExchange exchange) throws IOException {
        this.exchange = exchange;
        request = Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    JsonNode request() {
        return request;
    }

    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    double strength() {
        return request.get("strength").doubleValue();
    }

    boolean plain() {
        return request.path("strength").asDouble(-1) == 0;
    }

    /** The messages as "role: content". */
    List<String> messages() {
        List<String> messages = new ArrayList<>();
        request.get("messages")
                .forEach(m -> messages.add(
                        m.get("role").asText() + ": " + m.get("content").asText()));
        return messages;
    }

    Call text(String piece) {
        text.append(piece);
        return send("text", Json.read("{}").put("text", piece));
    }

    /** The segment's text in two pieces, then the segment. */
    Call segment(String piece, double reward, String rejected) {
        text(piece.substring(0, piece.length() / 2));
        text(piece.substring(piece.length() / 2));
        return segmentEvent(piece, reward, rejected);
    }

    /** @param rejected the candidates that it beat, as JSON with single quotes */
    Call segmentEvent(String piece, double reward, String rejected) {
        ObjectNode segment = Json.read(
                "{'threshold': 1.5, 'exhausted': false, 'rejected': " + rejected + ", 'index': " + segments++ + "}");
        segment.put("attempts", segment.get("rejected").size() + 1);
        return send("segment", segment.put("text", piece).put("reward", reward));
    }

    /** A segment of plain decoding: nobody judged it. */
    Call plainSegment(String piece) {
        text(piece);
        ObjectNode segment =
                Json.read("{'reward': null, 'threshold': null, 'attempts': 1, 'exhausted': false, 'rejected': []}");
        return send("segment", segment.put("text", piece).put("index", segments++));
    }

    void done() {
        String judged = plain() ? "'reward': null, 'acceptance': null" : "'reward': 4.9, 'acceptance': 0.375";
        done("{'finishReason': 'END_OF_SEQUENCE', 'tokensProposed': 1234, 'tokensAccepted': 56, " + judged
                + ", 'millisPerToken': 12.3, 'millisToFirstSegment': 456, 'millis': 7890,"
                + " 'llmForwardPasses': 78, 'rewardForwardPasses': 9, 'exhaustedSegments': 0}");
    }

    void done(String json) {
        send("done", Json.read(json).put("text", text.toString()));
        exchange.close();
    }

    void error(String message) {
        send("error", Json.read("{}").put("message", message));
        exchange.close();
    }

    Call send(String event, JsonNode data) {
        write("event:" + event + "\ndata:" + data + "\n\n");
        return this;
    }

    Call write(String raw) {
        try {
            tryWrite(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Answers with a status and an error as the application does; without a message, with a body that is not JSON. */
    void refuse(int status, String message, String retryAfter) {
        try {
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            String body = message == null
                    ? "<h1>no JSON</h1>"
                    : Json.read("{'error': {}}")
                            .set("error", Json.read("{}").put("message", message))
                            .toString();
            ScriptedServer.respond(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the answer without its last event. */
    void end() {
        exchange.close();
    }

    /** Begins an answer whose connection {@link #end} will cut: less comes than was announced. */
    void beginUnsteadily() {
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
            exchange.sendResponseHeaders(200, 1 << 20);
            streaming = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the page has closed the connection: only then does a server know that it may stop. */
    void awaitLeft() {
        Awaitility.await().atMost(Browser.PATIENCE).until(() -> {
            try {
                tryWrite(":\n\n");
                return false;
            } catch (IOException gone) {
                return true;
            }
        });
        exchange.close();
    }

    private void tryWrite(String raw) throws IOException {
        if (!streaming) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
            exchange.sendResponseHeaders(200, 0);
            streaming = true;
        }
        exchange.getResponseBody().write(raw.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    /** Both requests of one message. */
    record Both(Call plain, Call aligned) {

        static Both of(Call one, Call other) {
            assertThat(one.plain())
                    .as("one request is unaligned, the other is not")
                    .isNotEqualTo(other.plain());
            return one.plain() ? new Both(one, other) : new Both(other, one);
        }

        /** Two whole answers of one segment each. */
        void answer(String plainText, String alignedText) {
            plain.plainSegment(plainText).done();
            aligned.segment(alignedText, 3, "[]").done();
        }
    }
}
