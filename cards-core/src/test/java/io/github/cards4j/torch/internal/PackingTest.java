package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackingTest {

    /** The oracle is what the CPU says of itself; where it says nothing, float32 is all that must work. */
    @Test
    void bfloat16PaysOnCpusThatComputeInIt() throws IOException {
        assertThat(Packing.works(TestDevice.PROGRAM, DtypeNumber.FLOAT32)).isTrue();
        Set<String> flags = flags();
        if (flags.contains("avx2")) {
            assertThat(Packing.bfloat16Pays(TestDevice.PROGRAM))
                    .isEqualTo(flags.contains("avx512_bf16") || flags.contains("amx_bf16"));
        }
    }

    /** Features of the first processor on Linux; empty elsewhere. */
    private static Set<String> flags() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .limit(1)
                    .flatMap(line -> Arrays.stream(line.split("\\s+")))
                    .collect(Collectors.toSet());
        }
    }
}
