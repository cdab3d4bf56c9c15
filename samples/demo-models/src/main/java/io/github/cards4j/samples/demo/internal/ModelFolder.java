package io.github.cards4j.samples.demo.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model on the class path, made a folder that anything can read.
 *
 * <p>Every file is written under a name of its own and then renamed in one step, so two processes that unpack at once
 * end with the same files, a reader never sees half a file, and a folder that was cut short is completed next time.
 */
public final class ModelFolder {

    /** Names a folder to unpack to, instead of the user's cache. */
    public static final String CACHE_PROPERTY = "cards4j.demo.cache";

    // A class path cannot be listed in general (nested jars), so the names are fixed; those that are missing are
    // skipped.
    private static final List<String> NAMES = List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "calibration.json",
            "README.md");

    /** Hears of each unpacked file. */
    @FunctionalInterface
    public interface Progress {
        void unpacked(Path file, long done, long total);
    }

    private final ClassLoader loader;
    private final String location;

    /**
     * @param location the folder on the class path, without a slash at either end
     */
    public ModelFolder(ClassLoader loader, String location) {
        this.loader = loader;
        this.location = location;
    }

    /** Where models are unpacked to by default. */
    public static Path cacheRoot() {
        String chosen = System.getProperty(CACHE_PROPERTY);
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen);
        }
        return cacheRoot(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    static Path cacheRoot(@Nullable String xdgCacheHome, String home) {
        // The XDG specification: a relative path is invalid and to be ignored.
        boolean xdg = xdgCacheHome != null && Path.of(xdgCacheHome).isAbsolute();
        Path cache = xdg ? Path.of(xdgCacheHome) : Path.of(home, ".cache");
        return cache.resolve("cards4j").resolve("demo-models");
    }

    /**
     * The folder with the model's files.
     *
     * @param root where to unpack to, if the class path holds no plain files
     * @throws UncheckedIOException if the model is not on the class path, or cannot be unpacked
     */
    public Path locate(Path root, Progress progress) {
        URL config = loader.getResource(location + "/config.json");
        try {
            if (config == null) {
                throw new IOException("No model on the class path at " + location + ": add cards-demo-models.");
            }
            if (config.getProtocol().equals("file")) {
                Path folder = Path.of(config.toURI()).getParent();
                if (folder != null) {
                    return folder;
                }
            }
            return unpack(root, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException("Cannot read " + config, e));
        }
    }

    private Path unpack(Path root, Progress progress) throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        String hash = contentHash(sizes);
        Path folder = root.resolve(hash).resolve(location.substring(location.lastIndexOf('/') + 1));
        long total = sizes.values().stream().mapToLong(Long::longValue).sum();
        long done = 0;
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, Long> entry : sizes.entrySet()) {
                Path file = folder.resolve(entry.getKey());
                done += entry.getValue();
                if (!Files.exists(file) || Files.size(file) != entry.getValue()) {
                    write(file);
                    progress.unpacked(file, done, total);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new IOException(
                    "Cannot unpack the demonstration model (" + (total / 1_000_000 + 1) + " MB) to " + folder + ": "
                            + e + ". Make room there, or choose another folder with -D" + CACHE_PROPERTY
                            + "=DIR or the environment variable XDG_CACHE_HOME.",
                    e);
        }
    }

    private void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
        try {
            try (InputStream in = open(file.getFileName().toString())) {
                if (in == null) {
                    throw new IOException("not on the class path: " + location + "/" + file.getFileName());
                }
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The SHA-256 of names and bytes, shortened; fills in the size of every file. */
    private String contentHash(Map<String, Long> sizes) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        byte[] buffer = new byte[1 << 16];
        for (String name : NAMES) {
            try (InputStream in = open(name)) {
                if (in == null) {
                    continue;
                }
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                long size = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    size += n;
                }
                sizes.put(name, size);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    private @Nullable InputStream open(String name) throws IOException {
        URL url = loader.getResource(location + "/" + name);
        if (url == null) {
            return null;
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a shared JarFile may be closed by someone else
        return connection.getInputStream();
    }
}
