package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {

    @TempDir
    private Path folder;

    @Test
    void aPromptALine() throws IOException {
        assertThat(Prompts.read(file("{\"prompt\": \"a\"}\n\n{\"kind\": \"x\", \"prompt\": \"b\\nc\"}\n")))
                .containsExactly("a", "b\nc");
    }

    @Test
    void theShippedPromptsAreVaried() {
        assertThat(Prompts.read(Path.of("prompts.jsonl")))
                .hasSizeGreaterThanOrEqualTo(60)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsWrongIsNamedWithItsLine() throws IOException {
        Path noText = file("{\"prompt\": \"a\"}\n{\"prompt\": 3}\n");
        assertThatThrownBy(() -> Prompts.read(noText))
                .isInstanceOf(UsageException.class)
                .hasMessage(noText + ", line 2: \"prompt\" must be a text, but is 3");
        Path noJson = file("prompt\n");
        assertThatThrownBy(() -> Prompts.read(noJson))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(noJson + ", line 1: not JSON");
        Path empty = file("\n");
        assertThatThrownBy(() -> Prompts.read(empty)).hasMessageEndingWith("holds no prompt");
        Path missing = folder.resolve("missing.jsonl");
        assertThatThrownBy(() -> Prompts.read(missing)).hasMessageContaining(missing.toString());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "prompts", ".jsonl"), text);
    }
}
