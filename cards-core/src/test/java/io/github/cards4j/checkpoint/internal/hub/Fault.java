package io.github.cards4j.checkpoint.internal.hub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes wrong with one answer.
 *
 * @param status answered instead of anything else; 0 for none
 * @param headers sent with that status
 * @param cutAfter bytes of the body after which the connection is dropped; -1 for none
 * @param change whether a byte of the body is another
 * @param more whether the body is longer than it should be
 * @param noRange whether a range is ignored
 * @param meanwhile run before the connection is dropped
 */
record Fault(
        int status,
        Map<String, String> headers,
        int cutAfter,
        boolean change,
        boolean more,
        boolean noRange,
        Runnable meanwhile) {

    static final Fault NONE = new Fault(0, Map.of(), -1, false, false, false, () -> {});
    static final Fault CHANGED = new Fault(0, Map.of(), -1, true, false, false, () -> {});
    static final Fault LONGER = new Fault(0, Map.of(), -1, false, true, false, () -> {});
    static final Fault NO_RANGE = new Fault(0, Map.of(), -1, false, false, true, () -> {});

    static Fault status(int status, String... headers) {
        Map<String, String> all = new java.util.TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new Fault(status, all, -1, false, false, false, () -> {});
    }

    static Fault error(int status, String code) {
        return code.isEmpty() ? status(status) : status(status, "X-Error-Code", code);
    }

    static Fault cutAfter(int bytes) {
        return new Fault(0, Map.of(), bytes, false, false, false, () -> {});
    }

    /** Sends so many bytes and no more, until {@code meanwhile} has run. */
    static Fault stopAfter(int bytes, Runnable meanwhile) {
        return new Fault(0, Map.of(), bytes, false, false, false, meanwhile);
    }

    void answer(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, -1);
    }

    /**
     * Sends a body, or the range of it that is asked for.
     *
     * @param sent set to the number of its bytes, before they are sent
     */
    void send(HttpExchange exchange, byte[] content, AtomicLong sent) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        String range = exchange.getRequestHeaders().getFirst("Range");
        byte[] body = content;
        int code = 200;
        if (range != null && !noRange) {
            int from = Integer.parseInt(range.replaceAll("bytes=|-.*", ""));
            if (from >= content.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            body = Arrays.copyOfRange(content, from, content.length);
            code = 206;
        }
        if (more) {
            body = Arrays.copyOf(body, body.length + 1);
        }
        if (change) {
            body = body.clone();
            body[body.length / 2] ^= 1;
        }
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        int send = cutAfter < 0 ? body.length : Math.min(cutAfter, body.length);
        sent.set(send);
        exchange.getResponseBody().write(body, 0, send);
        exchange.getResponseBody().flush();
        meanwhile.run();
    }
}
