package io.github.cards4j.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings that must stand before the first class of DJL is loaded. A value that the user has set always wins. */
public final class Djl {

    private static final String OFFLINE = "ai.djl.offline";

    private static boolean offlineIsOurs;

    private Djl() {}

    /** What every use of DJL needs: no telemetry, and the tokenizer that lies in the jar on machines with a GPU too. */
    public static synchronized void prepare() {
        Map.of("OPT_OUT_TRACKING", "true", "RUST_FLAVOR", "cpu").forEach((name, value) -> {
            if (set(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /**
     * Like {@link #prepare()}, and allows or forbids downloading native code at run time. The last call wins.
     *
     * @param allowDownload whether DJL may download PyTorch's native library if no jar on the class path has it
     */
    public static synchronized void prepare(boolean allowDownload) {
        prepare();
        if (allowDownload && offlineIsOurs) {
            System.clearProperty(OFFLINE);
            offlineIsOurs = false;
        } else if (!allowDownload && set(OFFLINE) == null && set("DJL_OFFLINE") == null) {
            System.setProperty(OFFLINE, "true");
            offlineIsOurs = true;
        }
    }

    /** Where DJL unpacks native code, by its own rules. */
    public static Path nativeFolder() {
        for (String name : new String[] {"ENGINE_CACHE_DIR", "DJL_CACHE_DIR"}) {
            String folder = set(name);
            if (folder != null && !folder.isEmpty()) {
                return Path.of(folder);
            }
        }
        Path home = Path.of(System.getProperty("user.home"));
        return (Files.isWritable(home) ? home : Path.of(System.getProperty("java.io.tmpdir"))).resolve(".djl.ai");
    }

    private static @Nullable String set(String name) {
        String value = System.getProperty(name);
        return value != null ? value : System.getenv(name);
    }
}
