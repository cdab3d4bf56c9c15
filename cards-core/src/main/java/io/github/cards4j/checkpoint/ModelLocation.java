package io.github.cards4j.checkpoint;

import io.github.cards4j.model.ModelException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a model is. */
public final class ModelLocation {

    private ModelLocation() {}

    /** The model folder of a location: a path, a {@code file:} URI, or {@code classpath:a/b/c}. */
    public static Path resolve(String location, Progress progress) {
        Path folder = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        if (!Files.isDirectory(folder)) {
            throw new ModelException("No model folder at " + folder.toAbsolutePath() + ".");
        }
        return folder;
    }
}
