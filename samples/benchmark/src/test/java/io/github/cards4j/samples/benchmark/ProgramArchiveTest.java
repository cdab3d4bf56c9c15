package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramArchiveTest {

    @Test
    void writesTheProgram(@TempDir Path folder) throws Exception {
        Path file = ProgramArchive.write(folder.resolve("program.pt").toString());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] code =
                    zip.getInputStream(zip.getEntry("cards/code/__torch__.py")).readAllBytes();
            assertThat(new String(code, StandardCharsets.UTF_8)).contains("class Decoder(Module)", "def step(");
        }
    }

    @Test
    void saysWhatIsWrong(@TempDir Path folder) {
        String nowhere = folder.resolve("missing/program.pt").toString();
        assertThatThrownBy(ProgramArchive::write)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("program.pt");
        assertThatThrownBy(() -> ProgramArchive.write(nowhere)).hasMessageContaining(nowhere);
    }
}
