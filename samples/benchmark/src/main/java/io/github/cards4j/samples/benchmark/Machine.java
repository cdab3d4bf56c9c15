package io.github.cards4j.samples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where it was measured. */
record Machine(String system, String processor, int processors, String java) {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    static Machine here() {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    }

    private static String processorName() {
        if (Files.isReadable(CPU)) {
            try (var lines = Files.lines(CPU)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
            } catch (IOException e) {
                return "unknown";
            }
        }
        return "unknown";
    }
}
