package io.github.cards4j.checkpoint.internal;

import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder inside a jar, to be unpacked: weights can only be mapped from a file of their own.
 *
 * <p>Files are written to a new folder, which is then renamed. So a folder under its final name is complete, and of
 * several processes that unpack at the same time the first wins and the others use what it wrote; no lock is needed.
 */
public final class JarFolder {

    private static final String TEMPORARY = ".unpacking-";
    private static final Logger LOG = LoggerFactory.getLogger(JarFolder.class);
    private static final long MEGABYTE = 1 << 20;

    private final JarFile jar;
    private final String name;
    private final String location;
    private final Map<String, ZipEntry> files = new TreeMap<>();
    private final long bytes;

    /**
     * @param jar the jar
     * @param folder the folder in it, without slashes at its ends
     * @param location what the user gave, for errors
     */
    public JarFolder(JarFile jar, String folder, String location) {
        this.jar = jar;
        this.location = location;
        this.name = folder.substring(folder.lastIndexOf('/') + 1);
        String prefix = folder + "/";
        jar.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
            String file = entry.getName().startsWith(prefix) ? entry.getName().substring(prefix.length()) : "";
            // Models have no subfolders that are read; and no entry may lead out of the folder.
            if (file.matches("[^/\\\\:]+") && !file.equals("..")) {
                files.put(file, entry);
            }
        });
        this.bytes = files.values().stream().mapToLong(ZipEntry::getSize).sum();
    }

    /** The unpacked folder below {@code cache}: the one that is there, or a new one. */
    public Path unpack(Path cache, Progress progress) {
        Path target = cache.resolve(key());
        Path folder = target.resolve(name);
        if (isComplete(folder)) {
            return folder;
        }
        Path temporary = cache.resolve(TEMPORARY + UUID.randomUUID());
        try {
            Files.createDirectories(temporary.resolve(name));
            copyAll(temporary.resolve(name), progress);
            put(temporary, target, folder);
        } catch (IOException e) {
            throw new ModelException(
                    "Cannot unpack " + location + " to " + cache + ": " + JsonObject.reason(e) + ". It needs "
                            + (bytes / MEGABYTE + 1) + " MB there. Make room, or set the environment variable"
                            + " XDG_CACHE_HOME to a folder that can be written, or unpack " + jar.getName()
                            + " yourself and give the path of the model folder.",
                    e);
        } finally {
            delete(temporary);
        }
        return folder;
    }

    /** Of the content, by the checksums that the jar has. */
    private String key() {
        MessageDigest digest = ContentKey.sha256();
        files.forEach((file, entry) -> digest.update(
                (file + '\0' + entry.getSize() + '\0' + entry.getCrc() + '\0').getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    }

    private boolean isComplete(Path folder) {
        try {
            for (Map.Entry<String, ZipEntry> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                if (!Files.isRegularFile(path)
                        || Files.size(path) != file.getValue().getSize()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void copyAll(Path folder, Progress progress) throws IOException {
        long done = 0;
        byte[] buffer = new byte[(int) MEGABYTE];
        for (Map.Entry<String, ZipEntry> file : files.entrySet()) {
            CRC32 checksum = new CRC32();
            try (InputStream in = jar.getInputStream(file.getValue());
                    OutputStream out = Files.newOutputStream(folder.resolve(file.getKey()))) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    checksum.update(buffer, 0, read);
                    done += read;
                    progress.at("unpacking " + name, bytes == 0 ? 1 : Math.min(1, (double) done / bytes));
                }
            }
            if (checksum.getValue() != file.getValue().getCrc()) {
                throw new IOException(
                        "checksum of " + file.getValue().getName() + " in " + jar.getName() + " is wrong");
            }
        }
    }

    private void put(Path temporary, Path target, Path folder) throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (IOException e) {
                if (isComplete(folder)) {
                    return; // another process was faster
                }
                setAside(target);
            }
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A folder that somebody damaged: renamed first, since others may look at it. */
    private static void setAside(Path damaged) {
        Path aside = damaged.resolveSibling(TEMPORARY + UUID.randomUUID());
        try {
            Files.move(damaged, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            return; // not there any more, or not ours to move: the next attempt tells
        }
        delete(aside);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // Left behind: it only takes room, and its name says what it is.
            LOG.debug("Cannot delete {}", folder, e);
        }
    }
}
