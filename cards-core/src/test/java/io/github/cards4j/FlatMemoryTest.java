package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Nothing native is left behind by an answer: measured from outside the heap, in a process of its own. */
class FlatMemoryTest {

    @Test
    void residentMemoryAfter300AnswersIsAboutThatAfter50() throws Exception {
        Path log = Files.createTempFile("flat-memory", ".log");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // a heap that is there from the start, and a compiler that is soon done: what grows is ours
                    "-Xms96m",
                    "-Xmx96m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FlatMemoryTest.class.getName()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(process.waitFor()).as(Files.readString(log)).isZero();
            List<Long> resident = Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("resident "))
                    .map(line -> Long.parseLong(line.substring("resident ".length())))
                    .toList();
            assertThat(resident).hasSize(2);
            // The library keeps a kernel for each number of rows it meets: some 3 % of this small process until all are
            // met.
            // A leak of the logits of every step would be 30 %.
            assertThat((double) resident.get(1)).isLessThan(1.06 * resident.get(0));
        } finally {
            Files.delete(log);
        }
    }

    /** Draws answers, and prints the resident memory in kilobytes after 50 and after 300. */
    public static void main(String[] args) throws Exception {
        try (Cards cards = Cards.open(CardsOptions.builder()
                .llm(golden("tied"))
                .reward(golden("reward"))
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                // full long before the fiftieth answer
                .promptCacheMegabytes(2)
                .build())) {
            for (int i = 1; i <= 300; i++) {
                cards.generate(CardsRequest.of("Where is parcel number " + i + "?")
                        .with(GenerationOptions.builder()
                                .seed((long) i)
                                .maxNewTokens(24)
                                .targetReward(1.0)
                                .rewardTemperature(0.5)
                                .uncertaintyThreshold(3.5)
                                .ramp(20)
                                .build()));
                if (i == 50 || i == 300) {
                    System.out.println("resident " + residentKilobytes());
                }
            }
        }
    }

    private static long residentKilobytes() throws IOException, InterruptedException {
        Process ps = new ProcessBuilder(
                        "ps",
                        "-o",
                        "rss=",
                        "-p",
                        Long.toString(ProcessHandle.current().pid()))
                .start();
        String answer = new String(ps.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        ps.waitFor();
        return Long.parseLong(answer.strip());
    }

    private static String golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(FlatMemoryTest.class.getResource("golden/" + name + "/config.json"))
                        .toURI())
                .getParent()
                .toString();
    }
}
