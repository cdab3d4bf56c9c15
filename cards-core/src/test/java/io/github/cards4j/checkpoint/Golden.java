package io.github.cards4j.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The golden folders, which {@code make_goldens.py} writes. */
public final class Golden {

    private Golden() {}

    public static Path folder(String name) {
        URL marker = Golden.class.getResource("/io/github/cards4j/golden/" + name + "/expected.json");
        try {
            return Path.of(Objects.requireNonNull(marker, name).toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The expected numbers of a folder. */
    public static JsonNode expected(String name) {
        try {
            return new ObjectMapper()
                    .readTree(folder(name).resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that a test may change. */
    public static Path copy(String name, Path target) {
        try (Stream<Path> files = Files.list(folder(name))) {
            Files.createDirectories(target);
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
