package io.github.cards4j.samples.chat.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * An answer's connection: a stream of events, or one JSON document. Until the first write nothing is decided, so that a failure
 * still becomes a status. Every write fails once the client has gone.
 */
public final class Connection {

    /** Attribute of a request: a {@link BooleanSupplier} of whether its client has gone; none where nobody can tell. */
    public static final String CLIENT_GONE = Connection.class.getName() + ".clientGone";

    private final HttpServletResponse response;
    private final ObjectMapper json;
    private final BooleanSupplier clientGone;

    public Connection(HttpServletRequest request, HttpServletResponse response, ObjectMapper json) {
        this.response = response;
        this.json = json;
        clientGone = request.getAttribute(CLIENT_GONE) instanceof BooleanSupplier known ? known : () -> false;
    }

    /**
     * Writes nothing, and costs little. Only the request's own thread may ask, after it has read the body.
     *
     * @throws IOException if the client has gone
     */
    public void checkClient() throws IOException {
        if (clientGone.getAsBoolean()) {
            throw new EOFException("the client has closed the connection");
        }
    }

    /** Whether it is too late for a status. */
    public boolean begun() {
        return response.isCommitted();
    }

    /** An event of a stream: data without a name. */
    public void event(Object data) throws IOException {
        write(MediaType.TEXT_EVENT_STREAM_VALUE, "data: " + text(data) + "\n\n");
    }

    /** A named event of a stream. */
    public void event(String name, Object data) throws IOException {
        write(MediaType.TEXT_EVENT_STREAM_VALUE, "event: " + name + "\ndata: " + text(data) + "\n\n");
    }

    /** Text that ends a stream, and is no JSON. */
    public void lastEvent(String data) throws IOException {
        write(MediaType.TEXT_EVENT_STREAM_VALUE, "data: " + data + "\n\n");
    }

    /** A sign of life in a stream: clients skip comments. */
    public void comment() throws IOException {
        write(MediaType.TEXT_EVENT_STREAM_VALUE, ":\n\n");
    }

    /** The document. */
    public void document(Object document) throws IOException {
        write(MediaType.APPLICATION_JSON_VALUE, text(document));
    }

    private String text(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            // no fault of the connection
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    private void write(String contentType, String text) throws IOException {
        if (!response.isCommitted()) {
            response.setContentType(contentType);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            // For proxies that would rather collect the pieces.
            response.setHeader("X-Accel-Buffering", "no");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        OutputStream out = response.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
