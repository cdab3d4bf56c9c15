package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model in the cache, in the layout of {@code huggingface_hub}: {@code blobs/ETAG} holds content,
 * {@code snapshots/COMMIT/FILE} are links to it, {@code refs/REVISION} names a commit, {@code .no_exist/COMMIT/FILE} marks
 * files that the model does not have. What has its final name is whole.
 */
public final class HubCache {

    private static final Logger LOG = LoggerFactory.getLogger(HubCache.class);

    private static final String PREFIX = "models--";

    private final HubId id;
    private final Path root;
    private final Path folder;
    private final Disk disk;

    HubCache(Path root, HubId id, Disk disk) {
        this.id = id;
        this.root = root;
        this.folder = root.resolve(folderName(id));
        this.disk = disk;
    }

    private static String folderName(HubId id) {
        return PREFIX + id.name().replace("/", "--");
    }

    /** {@code owner/name} of the model whose snapshot a folder is; null if it is none. */
    public static @Nullable String modelName(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        Path parent = path.getParent();
        if (parent == null || !parent.endsWith("snapshots") || !HubId.isCommit(String.valueOf(path.getFileName()))) {
            return null;
        }
        String model = parent.getParent() == null
                ? ""
                : String.valueOf(parent.getParent().getFileName());
        return model.startsWith(PREFIX) ? model.substring(PREFIX.length()).replaceFirst("--", "/") : null;
    }

    HubId id() {
        return id;
    }

    Path root() {
        return root;
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    Path blob(RepoFile file) {
        return folder.resolve("blobs").resolve(file.etag());
    }

    Path lock(RepoFile file) {
        return root.resolve(".locks")
                .resolve(String.valueOf(folder.getFileName()))
                .resolve(file.etag() + ".lock");
    }

    /** The commit that a revision was when it was last asked for; null if it never was. */
    @Nullable
    String commit(HubId id) {
        if (id.pinned()) {
            return id.revision();
        }
        try {
            Path ref = folder.resolve("refs").resolve(id.revision());
            String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : "";
            return HubId.isCommit(commit) ? commit : null;
        } catch (IOException e) {
            LOG.debug("Cannot read the commit of {}", id, e);
            return null;
        }
    }

    /** Only once the snapshot is whole: an older one stays in use until then. */
    void rememberCommit(HubId id, String commit) {
        if (id.pinned() || commit.equals(commit(id))) {
            return;
        }
        Path ref = folder.resolve("refs").resolve(id.revision());
        Path temporary = folder.resolve("refs").resolve(".tmp-" + UUID.randomUUID());
        try {
            Files.createDirectories(ref.getParent());
            Files.writeString(temporary, commit);
            Files.move(temporary, ref, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // A cache that is only read: the next start asks the hub again.
            LOG.debug("Cannot write {}", ref, e);
        }
    }

    void rememberAbsent(String commit, List<String> names) {
        Path absent = folder.resolve(".no_exist").resolve(commit);
        try {
            for (String name : names) {
                if (!Files.exists(absent.resolve(name))) {
                    Files.createDirectories(absent);
                    Files.createFile(absent.resolve(name));
                }
            }
        } catch (FileAlreadyExistsException e) {
            // another process was faster
        } catch (IOException e) {
            LOG.debug("Cannot write below {}", absent, e);
        }
    }

    /** Makes the snapshot's file point to a blob that is there. */
    void link(RepoFile file, String commit) throws IOException {
        Path pointer = snapshot(commit).resolve(file.name());
        if (Files.exists(pointer)) {
            return;
        }
        Path parent = Objects.requireNonNull(pointer.getParent());
        Files.createDirectories(parent);
        Files.deleteIfExists(pointer); // a link to a blob that is gone
        Path blob = blob(file);
        try {
            disk.symbolicLink(pointer, parent.relativize(blob));
            return;
        } catch (FileAlreadyExistsException e) {
            return; // another process was faster
        } catch (IOException e) {
            LOG.debug("No symbolic links below {}: copying", folder, e);
        }
        Path temporary = pointer.resolveSibling(pointer.getFileName() + ".tmp-" + UUID.randomUUID());
        try {
            Files.copy(blob, temporary);
            Files.move(temporary, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    HubException unusable(String what, IOException e) {
        return new HubException(
                Reason.CACHE,
                "Cannot write " + what + " of " + id + " to the cache in " + root + ": "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                        + ". Make room there, or set HF_HUB_CACHE to a folder that can be written and has room. What has"
                        + " been fetched is kept.",
                e);
    }
}
