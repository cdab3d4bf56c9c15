package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.CalibrationFile;
import io.github.cards4j.samples.demo.DemoModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several callers, second turns and the device measure, on the embedded models. */
class CallersTest {

    @TempDir
    private Path folder;

    private String output = "";

    private JsonNode measured(String arguments) throws IOException {
        Path json = folder.resolve("result.json");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Benchmark.run((arguments + " --dtype float32 --threads 1 --json " + json).split(" ")))
                    .isZero();
        } finally {
            System.setOut(usual);
        }
        output = printed.toString(StandardCharsets.UTF_8);
        return Report.JSON.readTree(json.toFile());
    }

    @Test
    void everyNumberOfCallersAnswersTheSame() throws IOException {
        JsonNode callers =
                measured("--callers 1,3 --limit 7 --max-new-tokens 12").path("callers");

        assertThat(callers).hasSize(2);
        assertThat(callers.get(0).path("callers").asInt()).isEqualTo(1);
        assertThat(callers.get(0).path("ratio").asDouble()).isEqualTo(1);
        assertThat(callers.get(1).path("callers").asInt()).isEqualTo(3);
        for (JsonNode row : callers) {
            assertThat(row.path("answers").asInt()).isEqualTo(7);
            assertThat(row.path("tokensAccepted")).isEqualTo(callers.get(0).path("tokensAccepted"));
            assertThat(row.path("acceptance").asDouble()).isBetween(0.01, 1.0);
            assertThat(row.path("tokensPerSecond").asDouble()).isPositive();
            assertThat(row.path("p95MillisToFirstSegment").asDouble())
                    .isGreaterThanOrEqualTo(
                            row.path("medianMillisToFirstSegment").asDouble());
            assertThat(row.path("rounds")).hasSize(2);
        }
    }

    /** Of a pair that was never calibrated, by numbers set by hand: nothing is calibrated on the way. */
    @Test
    void stepsOfAPairWithoutCalibration() throws IOException {
        Path reward = Files.createDirectory(folder.resolve("reward"));
        try (Stream<Path> files = Files.list(DemoModels.reward())) {
            for (Path file : files.toList()) {
                if (!file.endsWith(CalibrationFile.NAME)) {
                    Files.copy(file, reward.resolve(file.getFileName()));
                }
            }
        }
        Path prompts = folder.resolve("prompts.jsonl");
        Files.writeString(prompts, "{\"prompt\": \"Where is my parcel?\"}\n");
        Path calibration = folder.resolve("calibration.json");
        String pair = "--steps --max-new-tokens 12 --llm " + DemoModels.llm() + " --reward " + reward + " --prompts "
                + prompts + " --calibration " + calibration;

        JsonNode steps = measured(pair + " --target-reward 3 --reward-temperature 0.2 --uncertainty-threshold 1");

        assertThat(calibration).doesNotExist();
        assertThat(output).contains("8 lanes / 1 lane").doesNotContain("calibrating");
        assertThat(steps.path("steps")).isNotEmpty();
        assertThat(steps.path("breakdown").path("plain").path("tokensAccepted").asInt())
                .isBetween(1, 12);
        assertThat(steps.path("breakdown").path("cards").path("parts")).isNotEmpty();
    }

    @Test
    void aSecondTurnReadsOnlyWhatIsNewAndAnswersTheSame() throws IOException {
        JsonNode turns =
                measured("--second-turn 200 --limit 2 --max-new-tokens 12").path("secondTurns");

        assertThat(turns).hasSize(2);
        for (JsonNode turn : turns) {
            assertThat(turn.path("promptTokens").asInt()).isBetween(150, 300);
            JsonNode reused = turn.path("reused");
            JsonNode anew = turn.path("anew");
            assertThat(reused.path("text")).isEqualTo(anew.path("text"));
            for (String count : new String[] {"llmTokensRead", "rewardTokensRead"}) {
                assertThat(anew.path(count).asInt() - reused.path(count).asInt())
                        .isGreaterThan(130);
            }
            assertThat(reused.path("millisToFirstToken").asDouble())
                    .isLessThanOrEqualTo(reused.path("millisToFirstSegment").asDouble());
        }
    }
}
