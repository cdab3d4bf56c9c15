package io.github.cards4j.spring.internal.check;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/** Ranges of {@code cards.audit.*}, of which the core knows nothing. */
final class AuditRanges {

    private static final DataSize LEAST = DataSize.ofKilobytes(1);
    private static final int MOST_KEPT = 1000;

    private AuditRanges() {}

    /** @throws IllegalArgumentException if the value of a property is out of its range */
    static void probe(String property, Object value) {
        switch (property) {
            case "cards.audit.file" -> file((String) value);
            case "cards.audit.max-size" ->
                refuse(((DataSize) value).compareTo(LEAST) < 0, "size must be 1KB or more, but is " + value);
            case "cards.audit.keep" ->
                refuse(
                        (Integer) value < 0 || (Integer) value > MOST_KEPT,
                        "keep must lie in 0.." + MOST_KEPT + ", but is " + value);
            case "cards.audit.queue-capacity" ->
                refuse((Integer) value < 1, "capacity must be 1 or more, but is " + value);
            default -> {}
        }
    }

    private static void file(String value) {
        try {
            if (!value.isBlank()) {
                Path file = Path.of(value).toAbsolutePath();
                refuse(Files.isDirectory(file), value + " is a folder: name a file in it");
                Path there = existing(file);
                refuse(
                        !there.equals(file) && !Files.isDirectory(there),
                        value + " cannot be made, since " + there + " is no folder");
                refuse(
                        !Files.isWritable(there),
                        value + " cannot be written: user '" + System.getProperty("user.name")
                                + "', who runs this process, has no right to write " + there);
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + value + "' is no path: " + e.getReason(), e);
        }
    }

    /** The file itself, or what is there of the folders above it, which are made. */
    private static Path existing(Path file) {
        Path there = file;
        for (Path above = file; above != null && !Files.exists(there); above = above.getParent()) {
            there = above;
        }
        return there;
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }
}
