package io.github.cards4j;

import io.github.cards4j.model.ModelException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Refuses models that cannot fit before their weights are read: a machine that swaps seems to hang. */
final class MemoryCheck {

    /** Set to {@code false}, this system property switches the check off: for memory that Java does not see. */
    static final String PROPERTY = "cards4j.memoryCheck";

    private static final double GIGABYTE = 1e9;

    private MemoryCheck() {}

    /** Bytes of memory that this machine, or the container around this process, has; 0 if Java cannot tell. */
    static long physical() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getTotalMemorySize()
                : 0;
    }

    /**
     * @param needed bytes by what takes them
     * @param physical bytes that there are; 0 if unknown
     * @param how type and device, for the message
     * @throws ModelException if they do not fit
     */
    static void require(Map<String, Long> needed, long physical, String how) {
        long sum = needed.values().stream().mapToLong(Long::longValue).sum();
        if (physical <= 0 || sum <= physical || !Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
            return;
        }
        StringJoiner parts = new StringJoiner(", ");
        needed.forEach((what, bytes) -> parts.add(what + " " + gigabytes(bytes)));
        throw new ModelException("The models need " + gigabytes(sum) + " of memory (" + parts + "; " + how
                + "), but there are only " + gigabytes(physical) + ". Use smaller models, dtype bfloat16"
                + " (2 bytes a parameter), or more memory. If this estimate is wrong, -D" + PROPERTY
                + "=false switches it off.");
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
    }
}
