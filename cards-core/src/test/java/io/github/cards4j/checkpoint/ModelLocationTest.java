package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLocationTest {

    private static final String EMBEDDED = "classpath:models/small";

    private static final HubSettings HUB =
            new HubSettings(HubSettings.DEFAULT_ENDPOINT, Path.of("no-cache"), null, true);

    @TempDir
    Path temp;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader withJar;

    @BeforeEach
    void putAModelInAJar() throws IOException {
        Path jar = temp.resolve("models.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.list(Golden.folder("tied"))) {
            for (Path file : files.toList()) {
                zip.putNextEntry(new ZipEntry("models/small/" + file.getFileName()));
                Files.copy(file, zip);
            }
            zip.putNextEntry(new ZipEntry("models/small/nested/file.txt"));
            zip.putNextEntry(new ZipEntry("models/smaller/file.txt"));
        }
        withJar = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(withJar);
    }

    @AfterEach
    void restore() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        withJar.close();
    }

    private Path cache() {
        return temp.resolve("cache");
    }

    @Test
    void usesFoldersInPlace() {
        Path folder = Golden.folder("tied");
        assertThat(ModelLocation.resolve(folder.toString(), HUB, cache(), Progress.NONE))
                .isEqualTo(folder);
        assertThat(ModelLocation.resolve(folder.toUri().toString(), HUB, cache(), Progress.NONE))
                .isEqualTo(folder);
        assertThat(ModelLocation.resolve("classpath:io/github/cards4j/golden/tied", HUB, cache(), Progress.NONE))
                .isEqualTo(folder);
        assertThat(cache()).doesNotExist();
    }

    @Test
    void unpacksFromAJarOnce() throws IOException {
        List<Double> seen = new ArrayList<>();
        Path folder = ModelLocation.resolve(EMBEDDED, HUB, cache(), (what, fraction) -> seen.add(fraction));
        assertThat(folder).startsWith(cache()).hasFileName("small");
        assertThat(seen).isSorted().last().isEqualTo(1.0);
        assertSameFiles(folder);
        assertThat(Checkpoint.open(folder).contentKey())
                .isEqualTo(Checkpoint.open(Golden.folder("tied")).contentKey());

        seen.clear();
        assertThat(ModelLocation.resolve(EMBEDDED + "/", HUB, cache(), (what, fraction) -> seen.add(fraction)))
                .isEqualTo(folder);
        assertThat(seen).isEmpty();
        assertThat(names(cache())).hasSize(1);
    }

    @Test
    void unpacksAgainWhatWasDamaged() throws IOException {
        Path folder = ModelLocation.resolve(EMBEDDED, HUB, cache(), Progress.NONE);
        Files.write(folder.resolve("model.safetensors"), new byte[10]);
        Files.delete(folder.resolve("config.json"));
        assertThat(ModelLocation.resolve(EMBEDDED, HUB, cache(), Progress.NONE)).isEqualTo(folder);
        assertSameFiles(folder);
        assertThat(names(cache())).hasSize(1);
    }

    @Test
    void manyMayUnpackAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Path> unpack = () -> {
                Thread.currentThread().setContextClassLoader(withJar);
                Path folder = ModelLocation.resolve(EMBEDDED, HUB, cache(), Progress.NONE);
                assertSameFiles(folder);
                return folder;
            };
            List<Future<Path>> all = threads.invokeAll(Collections.nCopies(8, unpack));
            for (Future<Path> each : all) {
                assertThat(each.get()).isEqualTo(all.get(0).get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(names(cache())).hasSize(1);
    }

    @Test
    void saysWhatToDoWhereItCannotUnpack() throws IOException {
        Path notAFolder = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> ModelLocation.resolve(EMBEDDED, HUB, notAFolder, Progress.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(EMBEDDED)
                .hasMessageContaining(notAFolder.toString())
                .hasMessageContaining("XDG_CACHE_HOME")
                .hasMessageContaining(" MB");
    }

    @Test
    void leavesNothingBehindWhenUnpackingFails() throws IOException {
        assertThatThrownBy(() -> ModelLocation.resolve(EMBEDDED, HUB, cache(), (what, fraction) -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(names(cache())).isEmpty();
    }

    @Test
    void namesALocationThatIsNotThere() {
        assertThatThrownBy(() -> ModelLocation.resolve("classpath:models/absent", HUB, cache(), Progress.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("classpath:models/absent")
                .hasMessageContaining("dependency");
        assertThatThrownBy(() -> ModelLocation.resolve("some/where", HUB, cache(), Progress.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("some/where")
                .hasMessageContaining("classpath:");
        assertThatThrownBy(() -> ModelLocation.resolve("file:relative", HUB, cache(), Progress.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("'file:relative'");
        assertThatThrownBy(() -> ModelLocation.resolve(" ", HUB, cache(), Progress.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("empty");
    }

    private static void assertSameFiles(Path folder) throws IOException {
        assertThat(names(folder)).isEqualTo(names(Golden.folder("tied")));
        for (String name : names(folder)) {
            assertThat(folder.resolve(name))
                    .hasSameBinaryContentAs(Golden.folder("tied").resolve(name));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
