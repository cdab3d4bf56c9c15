package io.github.cards4j.samples.chat.tomcat;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Reads what was left unread of a request's body once it was answered, so that its client comes to read the answer; but not for
 * longer than a body may take. By itself Tomcat would read on as slowly as a client likes to send, on one of its threads.
 */
final class UnreadBodies extends ValveBase {

    /** As much as Tomcat reads of it by itself. */
    private static final int MOST = 2 << 20;

    private static final int PIECE = 8192;

    private final Duration atMost;

    /** @param atMost time for a body, from the beginning of its request */
    UnreadBodies(Duration atMost) {
        super(true);
        this.atMost = atMost;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        long start = System.nanoTime();
        getNext().invoke(request, response);
        if (!request.isAsync() && !readToItsEnd(request.getInputStream(), start)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private boolean readToItsEnd(ServletInputStream in, long start) {
        byte[] piece = new byte[PIECE];
        int read = 0;
        try {
            for (int bytes = 0; bytes >= 0 && !in.isFinished(); read += bytes) {
                if (read > MOST || System.nanoTime() - start > atMost.toNanos()) {
                    return false;
                }
                bytes = in.read(piece);
            }
            return true;
        } catch (IOException e) {
            // It sends nothing, or has gone.
            return false;
        }
    }
}
