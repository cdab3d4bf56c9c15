package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.HubSettings;
import io.github.cards4j.checkpoint.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that fetch one model at the same time: each file is sent once, and both have all of it. */
class TwoProcessesTest {

    private static final String NAME = "acme/tiny-model";

    @TempDir
    Path cache;

    @Test
    void fetchEachFileOnce() throws Exception {
        Map<String, byte[]> files = FakeHub.files(Golden.folder("tied"));
        files.keySet().removeIf(name -> name.endsWith(".bin") || name.equals("expected.json"));
        try (FakeHub hub = new FakeHub()) {
            hub.put(NAME, files);
            // Neither begins to fetch before both have found the cache empty.
            hub.meet("HEAD", "/model.safetensors", 2);
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Path java = Path.of(System.getProperty("java.home"), "bin", "java");
                processes.add(new ProcessBuilder(
                                java.toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Fetch.class.getName(),
                                hub.endpoint(),
                                cache.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            List<Path> folders = new ArrayList<>();
            for (Process process : processes) {
                String output = new String(process.getInputStream().readAllBytes());
                assertThat(process.waitFor()).as(output).isZero();
                folders.add(Path.of(output.strip()));
            }
            assertThat(folders.get(0)).isEqualTo(folders.get(1));
            assertThat(Checkpoint.open(folders.get(0)).contentKey())
                    .isEqualTo(Checkpoint.open(Golden.folder("tied")).contentKey());
            assertThat(hub.seen.stream().filter(seen -> seen.method().equals("HEAD")))
                    .as("both asked for all files")
                    .hasSizeGreaterThanOrEqualTo(2 * 4);
            Map<String, Long> sent = hub.seen.stream()
                    .filter(seen -> seen.method().equals("GET") && seen.sent() > 0)
                    .filter(seen -> !seen.path().contains("/revision/"))
                    .collect(
                            Collectors.toMap(seen -> seen.path().replaceAll(".*/", ""), FakeHub.Seen::sent, Long::sum));
            assertThat(sent)
                    .isEqualTo(Map.of(
                            FakeHub.sha256(files.get("model.safetensors")),
                            (long) files.get("model.safetensors").length,
                            "config.json",
                            (long) files.get("config.json").length,
                            "generation_config.json",
                            (long) files.get("generation_config.json").length,
                            "tokenizer.json",
                            (long) files.get("tokenizer.json").length));
            try (var blobs = Files.list(folders.get(0).resolve("../../blobs"))) {
                assertThat(blobs).hasSize(4).noneMatch(blob -> blob.toString().endsWith(".incomplete"));
            }
        }
    }

    /** What each of the two processes does. */
    static final class Fetch {
        public static void main(String[] args) {
            HubSettings settings = new HubSettings(args[0], Path.of(args[1]), null, false);
            System.out.println(new Hub(settings).folder(HubId.parse(NAME), Progress.NONE));
        }
    }
}
