package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import io.github.cards4j.model.ModelException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where PyTorch's library is not as it should be. */
class NativesTest {

    private static final String SYSTEM = "linux-x86_64";

    @TempDir
    Path folder;

    /** A class path with native libraries for some systems. */
    private URLClassLoader withLibrariesFor(String... systems) throws IOException {
        URL[] urls = new URL[systems.length];
        for (int i = 0; i < systems.length; i++) {
            Path root = folder.resolve(systems[i]);
            Path properties = root.resolve("native/lib/pytorch.properties");
            Files.createDirectories(properties.getParent());
            Files.writeString(properties, "version=2.7.1\nclassifier=" + systems[i] + "\nflavor=cpu\n");
            urls[i] = root.toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }

    @Test
    void theMissingDependencyIsNamed() throws IOException {
        try (URLClassLoader none = withLibrariesFor()) {
            assertThatThrownBy(() -> Natives.checkClassPath(none, SYSTEM))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll(
                            "there is no native PyTorch library on the class path",
                            "ai.djl.pytorch:pytorch-native-cpu:2.7.1:" + SYSTEM,
                            "PYTORCH_LIBRARY_PATH",
                            "nativeDownload=true");
        }
    }

    @Test
    void aLibraryForOtherSystemsIsNoLibrary() throws IOException {
        try (URLClassLoader others = withLibrariesFor("osx-aarch64", "win-x86_64")) {
            assertThatThrownBy(() -> Natives.checkClassPath(others, SYSTEM))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll(
                            "is for osx-aarch64 (cpu), win-x86_64 (cpu), not for " + SYSTEM,
                            "ai.djl.pytorch:pytorch-native-cpu:2.7.1:" + SYSTEM);
        }
        try (URLClassLoader both = withLibrariesFor("osx-aarch64", SYSTEM)) {
            assertThatCode(() -> Natives.checkClassPath(both, SYSTEM)).doesNotThrowAnyException();
        }
    }

    @Test
    void aNamedFolderWithoutTheLibraryIsNotPassedOver() throws IOException {
        Path with = Files.createDirectory(folder.resolve("with"));
        Path library = Files.createFile(with.resolve(System.mapLibraryName("torch")));
        Path without = Files.createDirectory(folder.resolve("without"));

        assertThatThrownBy(() -> Natives.checkNamed(without.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(
                        "PYTORCH_LIBRARY_PATH is " + without,
                        library.getFileName().toString(),
                        "docs/gpu.md");
        assertThatCode(() -> {
                    Natives.checkNamed(with.toString());
                    Natives.checkNamed(library.toString());
                    Natives.checkNamed(without + File.pathSeparator + with);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aFullDiskIsNamedWithTheFolderToClear() {
        EngineException full = new EngineException(
                "Failed to extract PyTorch native library",
                new FileSystemException("/cache/tmp/libtorch_cpu.so", null, "No space left on device"));
        assertThat(Natives.failed(full))
                .hasMessageContainingAll("cannot be unpacked", "No space left on device", "450 MB", "ENGINE_CACHE_DIR")
                .hasCause(full);
    }

    @Test
    void aGpuThatIsNotThereIsNotReplacedByTheCpu() {
        assertThatThrownBy(() -> Natives.device(Natives.load(false), "cuda:99"))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("device=cuda:99 is not there");
    }

    @Test
    void devicesByName() {
        assertThat(Natives.checkedDevice(" CUDA ")).isEqualTo("cuda:0");
        assertThat(Natives.checkedDevice("cuda:3")).isEqualTo("cuda:3");
        assertThat(Natives.checkedDevice("Auto")).isEqualTo("auto");
        assertThatThrownBy(() -> Natives.checkedDevice("cuda:x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown device 'cuda:x'");
    }

    /** More than any machine has, so that it is not a question of the machine. */
    @Test
    void memoryThatIsNotThereIsAnErrorAndTheDeviceGoesOn() {
        Transformer model = TestDevice.transformer("tied", DtypeNumber.FLOAT32);
        float[] before = TestDevice.logits(model, 1, 2, 3);
        try (Arena call = TestDevice.PROGRAM.arena()) {
            assertThatThrownBy(() -> call.keep(TestDevice.PROGRAM.call(
                            "new_cache",
                            call.of(2),
                            call.of(1),
                            call.of(1L << 50),
                            call.of(64),
                            call.of(DtypeNumber.FLOAT32),
                            call.of("cpu"))))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll("the device has no memory left", "maxLanes", "shorter prompts");
        }
        assertThat(TestDevice.logits(model, 1, 2, 3)).isEqualTo(before);
        model.close();
    }
}
