package io.github.cards4j.checkpoint;

import io.github.cards4j.checkpoint.internal.JarFolder;
import io.github.cards4j.checkpoint.internal.hub.Hub;
import io.github.cards4j.checkpoint.internal.hub.HubId;
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

/** Where a model is: a folder, a folder on the class path, or a model of a hub. */
public final class ModelLocation {

    private static final String CLASSPATH = "classpath:";
    private static final String HUB = "hub:";
    private static final String FORMS =
            "Give a folder, a file: URI, classpath:a/b/c, or owner/name of a model on the hub";

    /** The file that marks a model folder; class paths cannot be asked for folders. */
    private static final String MARKER = "config.json";

    private ModelLocation() {}

    /**
     * The model folder of a location, models of a hub as {@link HubSettings#fromEnvironment} says.
     *
     * @see #resolve(String, HubSettings, Progress)
     */
    public static Path resolve(String location, Progress progress) {
        return resolve(location, HubSettings.fromEnvironment(), progress);
    }

    /**
     * The model folder of a location.
     *
     * @param location one of
     *     <ul>
     *       <li>the path of a folder, or a {@code file:} URI;
     *       <li>{@code classpath:a/b/c}, a folder on the class path. Inside a jar it is unpacked once to {@code cards4j} in
     *           the user's cache folder ({@code XDG_CACHE_HOME}, or {@code .cache} in the home folder), under a key of its
     *           content; several processes may do so at the same time;
     *       <li>{@code owner/name} or {@code owner/name@revision}, a model of a hub: fetched, as far as it is not in the
     *           cache. A folder of this name goes before the model; {@code hub:owner/name} always means the model, and
     *           {@code ./owner/name} the folder.
     *     </ul>
     *
     * @param hub where models of a hub come from, and where they are kept
     * @param progress sees the unpacking or fetching
     * @throws ModelException if there is no such folder or model, or it cannot be unpacked or fetched; a
     *     {@link HubException} if a hub was asked
     */
    public static Path resolve(String location, HubSettings hub, Progress progress) {
        return resolve(location, hub, userCache(), progress);
    }

    static Path resolve(String location, HubSettings hub, Path cache, Progress progress) {
        if (location.startsWith(CLASSPATH)) {
            return onClassPath(location, cache, progress);
        }
        if (location.startsWith(HUB)) {
            HubId id = HubId.parse(location.substring(HUB.length()));
            if (id == null) {
                throw new ModelException("'" + location + "' names no model of a hub. Give hub:owner/name or"
                        + " hub:owner/name@revision.");
            }
            return new Hub(hub).folder(id, progress);
        }
        Path folder = path(location);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        HubId id = HubId.parse(location);
        if (id == null) {
            throw new ModelException("No model folder at " + folder.toAbsolutePath() + ". " + FORMS + ".");
        }
        return onHub(id, folder, hub, progress);
    }

    /**
     * Name of the model at a location, for people, without looking into it: {@code owner/name} for one of a hub, else the
     * folder's.
     */
    public static String name(String location) {
        if (location.startsWith(CLASSPATH)) {
            return location.substring(CLASSPATH.length()).replaceAll("^.*/(?=[^/])|/+$", "");
        }
        if (!location.startsWith(HUB)) {
            Path folder = path(location);
            if (Files.isDirectory(folder)) {
                return Checkpoint.name(folder);
            }
        }
        HubId id = HubId.parse(location.startsWith(HUB) ? location.substring(HUB.length()) : location);
        return id == null ? location : id.name();
    }

    private static Path onHub(HubId id, Path folder, HubSettings hub, Progress progress) {
        try {
            return new Hub(hub).folder(id, progress);
        } catch (HubException e) {
            if (e.reason() != HubException.Reason.NOT_FOUND && e.reason() != HubException.Reason.OFFLINE) {
                throw e;
            }
            // It may have been meant as a folder.
            throw new HubException(
                    e.reason(),
                    e.getMessage() + " There is no folder at " + folder.toAbsolutePath() + " either. " + FORMS + ".",
                    e);
        }
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
