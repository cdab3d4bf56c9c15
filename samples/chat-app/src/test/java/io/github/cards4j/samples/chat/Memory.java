package io.github.cards4j.samples.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds.
 *
 * @param heap bytes of Java objects that are still needed
 * @param resident bytes of the whole process; 0 where the system does not tell
 */
record Memory(long heap, long resident) {

    private static final long PAGE = 4096;

    static Memory now() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new Memory(runtime.totalMemory() - runtime.freeMemory(), residentBytes());
    }

    private static long residentBytes() {
        Path status = Path.of("/proc/self/statm");
        try {
            return Files.isReadable(status)
                    ? Long.parseLong(Files.readString(status).split(" ")[1]) * PAGE
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "heap " + (heap >> 20) + " MB, process " + (resident >> 20) + " MB";
    }
}
