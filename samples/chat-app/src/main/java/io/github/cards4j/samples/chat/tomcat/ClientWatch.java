package io.github.cards4j.samples.chat.tomcat;

import io.github.cards4j.samples.chat.http.Connection;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets a request's thread ask whether its client is still there. A servlet learns that from a failed write alone, and once
 * something was written, no status can be sent any more.
 */
final class ClientWatch extends ValveBase {

    /** What Tomcat calls available when it tried to read, and met the end of the connection or an error. */
    private static final int THE_END = 1;

    ClientWatch() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request connection = request.getCoyoteRequest();
        BooleanSupplier gone = () -> gone(connection);
        request.setAttribute(Connection.CLIENT_GONE, gone);
        getNext().invoke(request, response);
    }

    /** To be asked by the request's own thread, once the body was read. Never waits, and leaves a next request alone. */
    private static boolean gone(org.apache.coyote.Request connection) {
        connection.action(ActionCode.AVAILABLE, true);
        return connection.getAvailable() == THE_END;
    }
}
