package io.github.cards4j.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program from its command line to what it shows. */
class QuickstartTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errorBytes = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(errorBytes, true, StandardCharsets.UTF_8);
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), 80, false, false);

    @Test
    void answersTheBuiltInRequestTwice() {
        assertThat(Quickstart.run(screen, errors, "--max-new-tokens", "24")).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("Unaligned", "Aligned", "reward", "attempts", "true style", "total time")
                .doesNotContain("\u001b");
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpNeedsNoModels() {
        assertThat(Quickstart.run(screen, errors, "--help")).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(Arguments.HELP);
    }

    @Test
    void wrongArgumentsAreStatusTwo() {
        assertThat(Quickstart.run(screen, errors, "--strength", "7")).isEqualTo(2);
        assertThat(Quickstart.run(screen, errors, "--chat-format", "unheard-of"))
                .isEqualTo(2);
        assertThat(errorBytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("quickstart: "));
    }

    @Test
    void modelsThatCannotBeLoadedAreStatusOne(@TempDir Path empty) {
        assertThat(Quickstart.run(screen, errors, "--llm", empty.toString(), "--reward", empty.toString()))
                .isEqualTo(1);
        assertThat(errorBytes.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains(empty.toString());
    }
}
