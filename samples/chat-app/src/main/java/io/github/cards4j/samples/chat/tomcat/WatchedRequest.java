package io.github.cards4j.samples.chat.tomcat;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11InputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request's client has gone: by a read that does not wait. To be asked by the request's own thread, once the body was
 * read. What is there to read, and what lies in Tomcat's buffer behind the body, is the client's next request: it stays as it is,
 * which is why the read has a buffer of its own.
 */
final class WatchedRequest implements BooleanSupplier {

    private final Request request;
    private final Http11InputBuffer input;

    /** Where Tomcat's buffer has the end of the request's head; it reads to there whatever follows. */
    private final int head;

    private @Nullable ByteBuffer spare;

    /** @param request whose head was read, and no more */
    WatchedRequest(Request request, Http11InputBuffer input) {
        this.request = request;
        this.input = input;
        head = input.getByteBuffer().position();
    }

    @Override
    public boolean getAsBoolean() {
        ByteBuffer buffer = input.getByteBuffer();
        if (buffer.hasRemaining() || available(false) > 0) {
            // Whoever has asked for more waits for it.
            return false;
        }
        ByteBuffer read = spare == null ? ByteBuffer.allocate(head + buffer.capacity() - buffer.limit()) : spare;
        spare = read;
        read.limit(0);
        int available;
        input.setByteBuffer(read);
        try {
            available = available(true);
        } finally {
            input.setByteBuffer(buffer);
        }
        if (read.hasRemaining()) {
            putBehind(buffer, read);
            return false;
        }
        // Tomcat's way to say that it met the end, or an error.
        return available > 0;
    }

    private int available(boolean read) {
        request.action(ActionCode.AVAILABLE, read);
        return request.getAvailable();
    }

    private static void putBehind(ByteBuffer buffer, ByteBuffer read) {
        int end = buffer.limit();
        buffer.limit(end + read.remaining());
        buffer.duplicate().position(end).put(read);
    }
}
