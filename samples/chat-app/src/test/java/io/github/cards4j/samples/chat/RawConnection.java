package io.github.cards4j.samples.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A connection that says what it likes, and goes when it likes. */
final class RawConnection implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static RawConnection post(int port, String path, String json) throws IOException {
        return send(port, head(port, path, json) + json);
    }

    private static String head(int port, String path, String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return "POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n";
    }

    /** Whoever has sent this reads nothing, and has little room for what comes all the same. */
    static RawConnection postUnread(int port, String path, String json) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        RawConnection connection = new RawConnection(socket);
        connection.write(head(port, path, json) + json);
        return connection;
    }

    static RawConnection send(int port, String text) throws IOException {
        RawConnection connection = new RawConnection(new Socket("127.0.0.1", port));
        connection.write(text);
        return connection;
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the server still takes it. */
    boolean tryWrite(String text) {
        try {
            write(text);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    String line() {
        try {
            String line = in.readLine();
            return line == null ? "the connection has ended" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads up to the first line that holds this; false if the connection ends before. */
    boolean readUntil(String part) throws IOException {
        return readUntil(line -> line.contains(part));
    }

    /** Reads up to the first such line; false if the connection ends before. */
    boolean readUntil(Predicate<String> wanted) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (wanted.test(line)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
