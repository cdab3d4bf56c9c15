package io.github.cards4j.checkpoint.internal.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One blob for one writer: in this process by a lock in memory, among processes by a lock on the file that
 * {@code huggingface_hub} locks too. That library's kind of lock (flock) is another than Java's (fcntl) on Linux, where the
 * two do not see each other. So the lock only saves double work between Java and Python; that nothing is damaged is due to
 * partial files of our own, checksums, and renaming.
 */
final class BlobLock {

    private static final Logger LOG = LoggerFactory.getLogger(BlobLock.class);

    private static final long PAUSE_MILLIS = 50;

    /** A file's locks belong to the process, so that its threads need locks of their own. Few: one for each file fetched. */
    private static final ConcurrentMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private BlobLock() {}

    /** What is done while the lock is held. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** The lock's file stays: to delete it would let two others lock two files of the same name. */
    static void holding(Path file, Work work) throws IOException, InterruptedException {
        ReentrantLock here = HERE.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
        here.lockInterruptibly();
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(file, channel);
                work.run();
            }
        } finally {
            here.unlock();
        }
    }

    /**
     * Asks again and again instead of waiting in the system: two processes that fetch several files at once, each holding
     * what the other waits for, look like a deadlock to it (EDEADLK), though other threads would go on.
     */
    private static void lock(Path file, FileChannel channel) throws IOException, InterruptedException {
        try {
            if (!locked(channel)) {
                LOG.info("Waiting for another process that fetches {}", file.getFileName());
                while (!locked(channel)) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            if (!channel.isOpen()) {
                throw e; // interrupted
            }
            LOG.debug("The file system of {} has no locks: going on without", file, e);
        }
    }

    /** A second copy of this class, in another class loader of this process, counts as another process. */
    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
