package io.github.cards4j.checkpoint.internal.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Compares content with its etag: 64 digits are the SHA-256 of a large file, 40 the id that git gives a small one. Other
 * etags, of hubs that are not the original, say nothing of the content.
 */
final class Checksum {

    private static final int SHA1_DIGITS = 40;
    private static final int SHA256_DIGITS = 64;
    private static final int BUFFER = 1 << 20;

    private final RepoFile file;
    private final @Nullable MessageDigest digest;
    private long bytes;

    Checksum(RepoFile file) {
        this.file = file;
        boolean hex = file.etag().matches("[0-9a-f]+");
        int digits = file.etag().length();
        this.digest = hex && digits == SHA256_DIGITS
                ? digest("SHA-256")
                : hex && digits == SHA1_DIGITS ? digest("SHA-1") : null;
        restart();
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        }
    }

    void restart() {
        bytes = 0;
        if (digest != null) {
            digest.reset();
            if (file.etag().length() == SHA1_DIGITS) {
                // Git hashes a header with the content.
                digest.update(("blob " + file.size() + '\0').getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    void add(byte[] content, int length) {
        bytes += length;
        if (digest != null) {
            digest.update(content, 0, length);
        }
    }

    /** Makes this the sum of a file's first bytes; reads nothing if it is. */
    void startWith(FileChannel content, long length) throws IOException {
        if (bytes == length) {
            return;
        }
        restart();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (bytes < length) {
            buffer.clear().limit((int) Math.min(BUFFER, length - bytes));
            int read = content.read(buffer, bytes);
            if (read < 0) {
                throw new IOException("the file ends at byte " + bytes);
            }
            add(buffer.array(), read);
        }
    }

    /** Whether all has been added, and is what the etag says. Ends this sum. */
    boolean matches() {
        return bytes == file.size()
                && (digest == null || HexFormat.of().formatHex(digest.digest()).equals(file.etag()));
    }
}
