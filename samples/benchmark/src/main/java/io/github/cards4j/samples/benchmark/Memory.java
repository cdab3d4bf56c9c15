package io.github.cards4j.samples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Resident memory of this process, as the system counts it. */
final class Memory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String RESET_PEAK = "5";

    private Memory() {}

    /** From now on {@link #peakMegabytes} counts anew, where the system can do that. */
    static void resetPeak() {
        try {
            Files.writeString(CLEAR, RESET_PEAK);
        } catch (IOException | SecurityException e) {
            // Then the peak is that of the whole program.
        }
    }

    /** The most since the reset; on systems without /proc what is resident now; null where neither is known. */
    static @Nullable Long peakMegabytes() {
        if (!Files.isReadable(STATUS)) {
            return residentMegabytes();
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Unknown, then.
        }
        return null;
    }

    private static @Nullable Long residentMegabytes() {
        String id = String.valueOf(ProcessHandle.current().pid());
        try {
            Process process = new ProcessBuilder("ps", "-o", "rss=", "-p", id).start();
            String kilobytes =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Long.valueOf(Long.parseLong(kilobytes.strip()) / 1024) : null;
        } catch (IOException | NumberFormatException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
