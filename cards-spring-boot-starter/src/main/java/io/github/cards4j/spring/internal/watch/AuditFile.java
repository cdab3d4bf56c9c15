package io.github.cards4j.spring.internal.watch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of lines that is put aside when it is full. What it makes can be read by its owner only. For one thread. */
public class AuditFile implements AutoCloseable {

    private final Path file;
    private final long maxBytes;
    private final int keep;
    private @Nullable FileChannel open;

    /**
     * @param maxBytes size that a file does not pass, unless one line alone does
     * @param keep how many are kept besides the one that grows
     */
    public AuditFile(Path file, long maxBytes, int keep) {
        this.file = file.toAbsolutePath();
        this.maxBytes = maxBytes;
        this.keep = keep;
    }

    Path path() {
        return file;
    }

    /** Appends lines. After a failure the next call begins anew, so that a disk that has room again is used again. */
    void append(List<String> lines) throws IOException {
        try {
            for (String line : lines) {
                append(line);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        FileChannel channel = channel();
        if (channel.size() > 0 && channel.size() + bytes.length > maxBytes) {
            close();
            putAside();
            channel = channel();
        }
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel channel = open;
        // A file that somebody else moved away is not written to any more.
        if (channel == null || !Files.exists(file)) {
            close();
            Path folder = file.getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder, ownerOnly("rwx------"));
            }
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerOnly("rw-------"));
            open = channel;
        }
        return channel;
    }

    private FileAttribute<?>[] ownerOnly(String rights) {
        FileSystem system = file.getFileSystem();
        return system.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private void putAside() throws IOException {
        if (keep == 0) {
            Files.deleteIfExists(file);
            return;
        }
        for (int i = keep; i > 1; i--) {
            move(aside(i - 1), aside(i));
        }
        move(file, aside(1));
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        FileChannel channel = open;
        open = null;
        if (channel != null) {
            channel.close();
        }
    }
}
