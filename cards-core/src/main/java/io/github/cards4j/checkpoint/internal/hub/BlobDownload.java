package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.internal.hub.Disk.DiskException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one file into the cache: into a partial file of our own, from where an earlier attempt ended, checked against the
 * etag, then renamed.
 */
final class BlobDownload {

    private static final Logger LOG = LoggerFactory.getLogger(BlobDownload.class);
    private static final int BUFFER = 1 << 16;

    /** What {@code huggingface_hub} has not written to for so long, it has given up. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final HubClient client;
    private final HubCache cache;
    private final Disk disk;
    private final String commit;
    private final RepoFile file;
    private final LongConsumer done;
    private final Checksum checksum;
    private long farthest;
    private volatile InputStream receiving = InputStream.nullInputStream();
    private volatile boolean givenUp;

    /** @param done told how many bytes are there */
    BlobDownload(HubClient client, HubCache cache, Disk disk, String commit, RepoFile file, LongConsumer done) {
        this.client = client;
        this.cache = cache;
        this.disk = disk;
        this.commit = commit;
        this.file = file;
        this.done = done;
        this.checksum = new Checksum(file);
    }

    void run() throws InterruptedException {
        Path blob = cache.blob(file);
        try {
            Files.createDirectories(blob.getParent());
            BlobLock.holding(cache.lock(file), () -> {
                if (!Files.exists(blob)) {
                    fetch(blob);
                }
                cache.link(file, commit);
            });
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw cache.unusable(file.name(), e);
        }
        done.accept(file.size());
    }

    /** Ends what is being received, so that the next attempt begins. */
    void interruptReceiving() {
        try {
            receiving.close();
        } catch (IOException e) {
            LOG.debug("Cannot close the stream of {}", file.name(), e);
        }
    }

    /** Ends the download from another thread; what has come stays. An interrupt alone is lost on Java 17 while bytes are awaited. */
    void giveUp() {
        givenUp = true;
        interruptReceiving();
    }

    static Path partial(Path blob) {
        return blob.resolveSibling(blob.getFileName() + ".cards4j.incomplete");
    }

    private void fetch(Path blob) throws IOException, InterruptedException {
        Path partial = partial(blob);
        adopt(blob, partial);
        for (int tries = 1; ; tries++) {
            try (FileChannel channel = FileChannel.open(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                receiveAll(channel);
                channel.force(true);
            }
            if (checksum.matches()) {
                break;
            }
            Files.delete(partial);
            if (tries == 2) {
                throw new HubException(
                        Reason.CORRUPT,
                        "What the hub sends as " + file.name() + " of " + cache.id() + ", commit " + commit
                                + ", is not what it announced: "
                                + "the checksum differs from its etag " + file.etag() + ", twice. Check the proxy and"
                                + " HF_ENDPOINT, and try again.");
            }
            LOG.warn("Wrong checksum of {}: fetching it again", file.name());
            checksum.restart();
        }
        Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What {@code huggingface_hub} has of it. It may still be writing: then a copy; checked in the end, in any case. */
    private static void adopt(Path blob, Path partial) throws IOException {
        Path others = blob.resolveSibling(blob.getFileName() + ".incomplete");
        if (Files.exists(partial) || !Files.exists(others)) {
            return;
        }
        if (Files.getLastModifiedTime(others)
                        .compareTo(FileTime.from(Instant.now().minus(ABANDONED)))
                < 0) {
            Files.move(others, partial, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.copy(others, partial);
        }
    }

    private void receiveAll(FileChannel channel) throws IOException, InterruptedException {
        Retries retries = client.retries(file.name() + " of " + cache.id(), Retries.MOST);
        while (true) {
            try {
                if (channel.size() > file.size()) {
                    channel.truncate(0);
                }
                if (channel.size() == file.size()) {
                    checksum.startWith(channel, channel.size());
                    return;
                }
                receive(channel, retries);
            } catch (DiskException e) {
                throw e;
            } catch (IOException e) {
                if (Thread.interrupted() || givenUp) {
                    throw new InterruptedException();
                }
                retries.after(e);
            }
        }
    }

    private void receive(FileChannel channel, Retries retries) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.content(commit, file.name(), channel.size());
        try (InputStream in = response.body()) {
            receiving = in;
            if (givenUp) {
                throw new InterruptedException();
            }
            long from = channel.size();
            if (from > 0 && !continues(response, from)) {
                from = 0;
                channel.truncate(0);
                if (response.statusCode() == 416) {
                    return; // the next attempt asks for all of it
                }
            }
            checksum.startWith(channel, from);
            channel.position(from);
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (from + read > file.size()) {
                    throw new HubException(
                            Reason.CORRUPT,
                            "The hub sends more of " + file.name() + " of " + cache.id() + ", commit " + commit
                                    + ", than the " + file.size()
                                    + " bytes that it announced. Check the proxy and HF_ENDPOINT, and try again.");
                }
                write(channel, ByteBuffer.wrap(buffer, 0, read));
                checksum.add(buffer, read);
                from += read;
                done.accept(from);
                if (from > farthest) {
                    farthest = from;
                    retries.progressed();
                }
            }
            if (from < file.size()) {
                throw new IOException("it ended at byte " + from + " of " + file.size());
            }
        }
    }

    private static boolean continues(HttpResponse<InputStream> response, long from) {
        return response.statusCode() == 206
                && response.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + from + "-");
    }

    private void write(FileChannel channel, ByteBuffer bytes) throws DiskException {
        try {
            disk.write(channel, bytes);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }
}
