package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.torch.TorchDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native code that cannot be unpacked, as on a full disk. It is loaded once in a process, so this is one of its own. */
class UnpackingTest {

    @TempDir
    Path temp;

    @Test
    void theLibraryAndTheFolderAreNamedAndNoModelIsBlamed() throws IOException, InterruptedException {
        Path noFolder = Files.createFile(temp.resolve("no-folder"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        Golden.folder("tied").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ENGINE_CACHE_DIR", noFolder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();

        List<String> lines = output.lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(0, 2)).allSatisfy(line -> assertThat(line)
                .startsWith("refused: the tokenizers' native library cannot be loaded")
                .contains(noFolder.toString(), "ENGINE_CACHE_DIR")
                .doesNotContain("tokenizer.json"));
        assertThat(lines.get(2))
                .startsWith("refused: PyTorch's library")
                .contains(noFolder.toString(), "ENGINE_CACHE_DIR");
    }

    /** The first attempt, a second one that finds the library already failed, and PyTorch's. */
    static final class Opening {

        public static void main(String[] args) {
            tell(() -> Tokenizers.open(Path.of(args[0])));
            tell(() -> Tokenizers.open(Path.of(args[0])));
            tell(() -> TorchDevice.open("cpu", "float32", 1, false));
        }

        private static void tell(Runnable opening) {
            try {
                opening.run();
                System.out.println("opened");
            } catch (ModelException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
