package com.example.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Enough of OpenAI's protocol to answer a chat, whole or streamed: always the same, to whoever has the key. */
final class FakeOpenAi implements AutoCloseable {

    static final List<String> PIECES = List.of("Certainly.", " We have changed", " the address.");
    static final String ANSWER = String.join("", PIECES);

    private static final String KEY = "the-key";

    private final HttpServer server;
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    FakeOpenAi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    /** What sends the application here. */
    List<String> options() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        return List.of(
                "--OPENAI_API_KEY=" + KEY,
                "--langchain4j.open-ai.chat-model.base-url=" + url,
                "--langchain4j.open-ai.streaming-chat-model.base-url=" + url);
    }

    /** What was asked, in order. */
    List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "application/json", "{\"error\":{\"message\":\"wrong key\"}}");
            return;
        }
        JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
        requests.add(request);
        if (request.path("stream").asBoolean()) {
            StringBuilder events = new StringBuilder();
            PIECES.forEach(piece -> events.append("data: ").append(chunk(piece)).append("\n\n"));
            send(exchange, 200, "text/event-stream", events.append(END).toString());
        } else {
            send(exchange, 200, "application/json", WHOLE.formatted(ANSWER));
        }
    }

    private static final String WHOLE = """
            {"id": "1", "object": "chat.completion", "created": 0, "model": "gpt-4o-mini",
             "choices": [{"index": 0, "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 9, "completion_tokens": 8, "total_tokens": 17}}
            """;

    private static String chunk(String piece) {
        return """
                {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "gpt-4o-mini", \
                "choices": [{"index": 0, "delta": {"role": "assistant", "content": "%s"}}]}""".formatted(piece);
    }

    private static final String END = """
            data: {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "gpt-4o-mini", \
            "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}

            data: [DONE]

            """;

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
