package io.github.cards4j.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.CalibrationFile;
import io.github.cards4j.samples.demo.DemoModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program from its command line to what it shows. */
class QuickstartTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errorBytes = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(errorBytes, true, StandardCharsets.UTF_8);
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), 80, false, false);
    private String typed = "";

    private int run(String... args) {
        InputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        return Quickstart.run(screen, in, errors, args);
    }

    @Test
    void answersTheBuiltInRequestTwice() {
        assertThat(run("--max-new-tokens", "24")).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("Unaligned", "Aligned", "reward", "attempts", "true style", "total time")
                .doesNotContain("\u001b");
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aRequestThatCannotBeAnsweredDoesNotEndTheConversation() {
        typed = "on and on ".repeat(2000) + "\nWhere is my parcel?\n\nnever read\n";

        assertThat(run("--interactive", "--max-new-tokens", "12", "Hello there"))
                .as(errorBytes.toString(StandardCharsets.UTF_8))
                .isZero();

        String shown = bytes.toString(StandardCharsets.UTF_8);
        assertThat(shown).containsOnlyOnce("! the prompt has ").contains("Hello there");
        assertThat(shown.split("total time", -1)).as("two answered").hasSize(3);
        assertThat(shown.split("Your request", -1)).hasSize(4);
    }

    @Test
    void withoutStrengthAPairOfOnesOwnNeedsNoCalibration(@TempDir Path reward) throws IOException {
        try (Stream<Path> files = Files.list(DemoModels.reward())) {
            for (Path file : files.toList()) {
                if (!file.endsWith(CalibrationFile.NAME)) {
                    Files.copy(file, reward.resolve(file.getFileName()));
                }
            }
        }
        String llm = DemoModels.llm().toString();

        assertThat(run("--llm", llm, "--reward", reward.toString(), "--strength", "0", "--max-new-tokens", "8"))
                .isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("total time")
                .doesNotContain("calibrating");
    }

    @Test
    void helpNeedsNoModels() {
        assertThat(run("--help")).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(Arguments.HELP);
    }

    @Test
    void wrongArgumentsAreStatusTwo() {
        assertThat(run("--strength", "7")).isEqualTo(2);
        assertThat(run("--chat-format", "unheard-of")).isEqualTo(2);
        assertThat(errorBytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("quickstart: "));
    }

    /** As where the disk is full to which the embedded models are unpacked. */
    @Test
    void filesThatFailAreStatusOne() {
        PrintStream full = new PrintStream(bytes) {
            @Override
            public void print(String text) {
                throw new UncheckedIOException("Cannot unpack to /folder", new IOException("No space left on device"));
            }
        };
        Screen failing = new Screen(full, 80, false, false);

        assertThat(Quickstart.run(failing, InputStream.nullInputStream(), errors, "--help"))
                .isEqualTo(1);
        assertThat(errorBytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("quickstart: Cannot unpack to /folder");
    }

    @Test
    void modelsThatCannotBeLoadedAreStatusOne(@TempDir Path empty) {
        assertThat(run("--llm", empty.toString(), "--reward", empty.toString())).isEqualTo(1);
        assertThat(errorBytes.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains(empty.toString());
    }
}
