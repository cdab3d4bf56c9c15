package io.github.cards4j.samples.chat.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Serves the page as the application does, with its content security policy, and hands its requests to the test. So a test
 * decides what comes when, and no test has to wait for a model.
 */
final class ScriptedServer implements AutoCloseable {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private volatile String info =
            "{'llm': 'models/llm', 'reward': 'models/reward', 'device': 'cpu', 'state': 'READY', 'profiles': [],"
                    + " 'defaults': {'strength': 0.5, 'maxNewTokens': 128}, 'showsRejected': true}";
    private volatile String rewards;
    private volatile JsonNode judged;
    private volatile String key = "";

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::page);
        server.createContext("/api/info", this::info);
        server.createContext("/api/chat", exchange -> {
            if (admitted(exchange)) {
                calls.add(new Call(exchange));
            }
        });
        server.createContext("/api/score", this::score);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** @param json with single quotes */
    void info(String json) {
        info = json;
    }

    /** What answers are worth afterwards; none is told as long as this was not called. */
    void rewards(double... values) {
        rewards = Arrays.toString(values);
    }

    /** What was sent to be judged afterwards, the last time. */
    JsonNode judged() {
        return judged;
    }

    void requireKey(String value) {
        key = value;
    }

    Call next() {
        try {
            Call call = calls.poll(Browser.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("the page has sent no request");
            }
            return call;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Call.Both both() {
        return Call.Both.of(next(), next());
    }

    boolean idle() {
        return calls.isEmpty();
    }

    private boolean admitted(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        boolean admitted = key.isEmpty() || ("Bearer " + key).equals(authorization);
        if (!admitted) {
            respond(
                    exchange,
                    401,
                    "application/json",
                    "{\"error\":{\"message\":\"no\"}}".getBytes(StandardCharsets.UTF_8));
        }
        return admitted;
    }

    private void info(HttpExchange exchange) throws IOException {
        if (admitted(exchange)) {
            respond(
                    exchange,
                    200,
                    "application/json",
                    Json.read(info).toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void score(HttpExchange exchange) throws IOException {
        judged = Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String body = rewards == null ? "{}" : "{\"rewards\":" + rewards + "}";
        respond(exchange, rewards == null ? 404 : 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String file = path.equals("/") ? "/index.html" : path;
        try (InputStream in = ScriptedServer.class.getResourceAsStream("/static" + file)) {
            if (in == null) {
                respond(exchange, 404, "text/plain", new byte[0]);
                return;
            }
            String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            respond(exchange, 200, type, in.readAllBytes());
        }
    }

    static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
