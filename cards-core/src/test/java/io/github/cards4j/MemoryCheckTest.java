package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.model.ModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {

    private final Map<String, Long> needed = new LinkedHashMap<>();

    MemoryCheckTest() {
        needed.put("language model a/b", 16_100_000_000L);
        needed.put("reward model c", 9_000_000_000L);
    }

    @AfterEach
    void restore() {
        System.clearProperty(MemoryCheck.PROPERTY);
    }

    @Test
    void theNumbersStandInTheMessage() {
        assertThatThrownBy(() -> MemoryCheck.require(needed, 25_099_999_999L, "cpu, float32"))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(
                        "25.1 GB of memory",
                        "language model a/b 16.1 GB",
                        "reward model c 9.0 GB",
                        "cpu, float32",
                        "only 25.1 GB",
                        "-Dcards4j.memoryCheck=false");
    }

    @Test
    void whatFitsPasses() {
        assertThatCode(() -> MemoryCheck.require(needed, 25_100_000_000L, "cpu"))
                .doesNotThrowAnyException();
        assertThatCode(() -> MemoryCheck.require(needed, 0, "cpu"))
                .as("of unknown size")
                .doesNotThrowAnyException();
    }

    @Test
    void canBeSwitchedOff() {
        System.setProperty(MemoryCheck.PROPERTY, "false");
        assertThatCode(() -> MemoryCheck.require(needed, 1, "cpu")).doesNotThrowAnyException();
    }

    @Test
    void javaSeesTheMemory() {
        assertThat(MemoryCheck.physical()).isGreaterThan(Runtime.getRuntime().maxMemory());
    }
}
