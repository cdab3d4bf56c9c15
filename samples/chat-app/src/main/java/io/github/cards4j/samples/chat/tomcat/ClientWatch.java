package io.github.cards4j.samples.chat.tomcat;

import io.github.cards4j.samples.chat.http.Connection;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http11.Http11InputBuffer;

/**
 * Lets a request's thread ask whether its client is still there. A servlet learns that from a failed write alone, and once
 * something was written, no status can be sent any more.
 */
final class ClientWatch extends ValveBase {

    ClientWatch() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request connection = request.getCoyoteRequest();
        if (connection.getInputBuffer() instanceof Http11InputBuffer input) {
            request.setAttribute(Connection.CLIENT_GONE, new WatchedRequest(connection, input));
        }
        getNext().invoke(request, response);
    }
}
