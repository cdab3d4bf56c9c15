package io.github.cards4j.checkpoint;

import io.github.cards4j.checkpoint.internal.JarFolder;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Where a model is: a folder, or a folder on the class path. */
public final class ModelLocation {

    private static final String CLASSPATH = "classpath:";
    private static final String FORMS = "Give a folder, a file: URI, or classpath:a/b/c";

    /** The file that marks a model folder; class paths cannot be asked for folders. */
    private static final String MARKER = "config.json";

    private ModelLocation() {}

    /**
     * The model folder of a location.
     *
     * @param location the path of a folder; a {@code file:} URI; or {@code classpath:a/b/c}, a folder on the class path. A
     *     folder inside a jar is unpacked once to {@code cards4j} in the user's cache folder ({@code XDG_CACHE_HOME}, or
     *     {@code .cache} in the home folder), under a key of its content; several processes may do so at the same time.
     * @param progress sees the unpacking
     * @throws ModelException if there is no such folder, or it cannot be unpacked
     */
    public static Path resolve(String location, Progress progress) {
        return resolve(location, userCache(), progress);
    }

    static Path resolve(String location, Path cache, Progress progress) {
        if (location.startsWith(CLASSPATH)) {
            return onClassPath(location, cache, progress);
        }
        Path folder = path(location);
        if (!Files.isDirectory(folder)) {
            throw new ModelException("No model folder at " + folder.toAbsolutePath() + ". " + FORMS + ".");
        }
        return folder;
    }

    private static Path path(String location) {
        if (location.isBlank()) {
            throw new ModelException("The model's location is empty. " + FORMS + ".");
        }
        try {
            return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    "'" + location + "' is no model location: " + e.getMessage() + ". " + FORMS + ".", e);
        }
    }

    private static Path onClassPath(String location, Path cache, Progress progress) {
        String folder = location.substring(CLASSPATH.length()).replaceAll("^/+|/+$", "");
        URL marker = find(folder + "/" + MARKER);
        if (marker == null) {
            throw new ModelException("No " + MARKER + " at " + location
                    + " on the class path. Check the name, and that the dependency which has the model is there.");
        }
        try {
            if (marker.getProtocol().equals("file")) {
                Path parent = Path.of(marker.toURI()).getParent();
                return parent == null ? Path.of("/") : parent;
            }
            URLConnection connection = marker.openConnection();
            if (connection instanceof JarURLConnection jar) {
                // Not the shared instance: this one is closed below.
                jar.setUseCaches(false);
                try (JarFile file = jar.getJarFile()) {
                    return new JarFolder(file, folder, location).unpack(cache, progress);
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new ModelException("Cannot read " + marker + ": " + e.getMessage() + ".", e);
        }
        throw new ModelException("Cannot read a model from " + marker + ": only folders and jars on the class path can"
                + " be read. Copy the model to a folder and give its path.");
    }

    private static @Nullable URL find(String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        URL found = context == null ? null : context.getResource(resource);
        return found != null ? found : ModelLocation.class.getClassLoader().getResource(resource);
    }

    private static Path userCache() {
        String set = System.getenv("XDG_CACHE_HOME");
        // The specification of this variable says to ignore a relative path.
        boolean usable = set != null && Path.of(set).isAbsolute();
        Path caches = usable ? Path.of(set) : Path.of(System.getProperty("user.home", "."), ".cache");
        return caches.resolve("cards4j");
    }
}
