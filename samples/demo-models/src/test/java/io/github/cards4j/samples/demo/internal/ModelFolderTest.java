package io.github.cards4j.samples.demo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    private static final String LOCATION = "some/where/llm";

    @TempDir
    Path temp;

    private final Map<String, byte[]> contents = new TreeMap<>();
    private Path jar = Path.of("");
    private Path cache = Path.of("");

    @BeforeEach
    void packAModel() throws IOException {
        byte[] weights = new byte[3_000_000];
        new Random(1).nextBytes(weights);
        contents.put("model.safetensors", weights);
        contents.put("config.json", "{}".getBytes());
        contents.put("tokenizer.json", "{\"a\":1}".getBytes());
        jar = temp.resolve("a model.jar");
        cache = temp.resolve("cache");
        pack(jar);
    }

    @Test
    void aJarIsUnpackedOnce() throws IOException {
        List<Long> progress = new ArrayList<>();
        Path first = locate(jar, cache, (file, done, total) -> {
            assertThat(total).isEqualTo(3_000_009);
            progress.add(done);
        });
        assertThatFolderIsComplete(first);
        assertThat(first).startsWith(cache).endsWith(Path.of("llm"));
        assertThat(progress).hasSize(3).isSorted().endsWith(3_000_009L);

        Path second = locate(jar, cache, (file, done, total) -> {
            throw new AssertionError("unpacked again: " + file);
        });
        assertThat(second).isEqualTo(first);
    }

    @Test
    void otherContentGoesToAnotherFolder() throws IOException {
        Path first = locate(jar, cache, (file, done, total) -> {});
        contents.put("config.json", "[]".getBytes());
        Path other = temp.resolve("other.jar");
        pack(other);
        Path second = locate(other, cache, (file, done, total) -> {});
        assertThat(second).isNotEqualTo(first);
        assertThat(second.resolve("config.json")).hasContent("[]");
        assertThat(first.resolve("config.json")).hasContent("{}");
    }

    @Test
    void aFolderThatWasCutShortIsCompleted() throws IOException {
        Path folder = locate(jar, cache, (file, done, total) -> {});
        Files.delete(folder.resolve("config.json"));
        Files.write(folder.resolve("model.safetensors"), new byte[10]);
        List<String> names = new ArrayList<>();
        locate(jar, cache, (file, done, total) -> names.add(file.getFileName().toString()));
        assertThat(names).containsExactly("config.json", "model.safetensors");
        assertThatFolderIsComplete(folder);
    }

    @Test
    void twoProcessesMayUnpackAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String classPath = System.getProperty("java.class.path") + File.pathSeparator + jar;
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            processes.add(new ProcessBuilder(
                            java.toString(), "-Xmx64m", "-cp", classPath, Unpack.class.getName(), cache.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        List<Path> folders = new ArrayList<>();
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
            folders.add(Path.of(output.strip()));
        }
        // Only now: while one process is still at it, its part file lies there too.
        for (Path folder : folders) {
            assertThatFolderIsComplete(folder);
        }
    }

    /** What each of the two processes does. */
    static final class Unpack {
        public static void main(String[] args) {
            ModelFolder model = new ModelFolder(Unpack.class.getClassLoader(), LOCATION);
            System.out.println(model.locate(Path.of(args[0]), (file, done, total) -> {}));
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedWithTheWaysOut() throws IOException {
        Path file = Files.createFile(temp.resolve("a file, not a folder"));
        assertThatThrownBy(() -> locate(jar, file, (f, done, total) -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("4 MB")
                .hasMessageContaining(ModelFolder.CACHE_PROPERTY)
                .hasMessageContaining("XDG_CACHE_HOME");
    }

    @Test
    void aFullDiskIsReportedAndLeavesNothingBehind() throws IOException {
        try (URLClassLoader whole = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            ModelFolder model = new ModelFolder(new FailingLoader(whole), LOCATION);
            assertThatThrownBy(() -> model.locate(cache, (file, done, total) -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining(cache.toString())
                    .hasMessageContaining(ModelFolder.CACHE_PROPERTY);
        }
        try (Stream<Path> all = Files.walk(cache)) {
            assertThat(all.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
                    .containsExactly("config.json");
        }
    }

    /** Weights can be read once, to hash them; copying them fails half-way, as on a full disk. */
    private static final class FailingLoader extends ClassLoader {
        private int opened;

        FailingLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        public URL getResource(String name) {
            URL url = super.getResource(name);
            if (!name.endsWith(".safetensors") || ++opened == 1) {
                return url;
            }
            try {
                return new URL(null, "failing:" + name, new FailingHandler());
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class FailingHandler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new IOException("No space left on device");
                        }
                    });
                }
            };
        }
    }

    @Test
    void aModelThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new ModelFolder(getClass().getClassLoader(), "no/such/model")
                        .locate(cache, (file, done, total) -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no/such/model");
    }

    @Test
    void theCacheFollowsTheXdgSpecification() {
        Path xdg = temp.resolve("xdg").toAbsolutePath();
        assertThat(ModelFolder.cacheRoot(xdg.toString(), "/home/me")).isEqualTo(xdg.resolve("cards4j/demo-models"));
        Path home = Path.of("/home/me/.cache/cards4j/demo-models");
        assertThat(ModelFolder.cacheRoot(null, "/home/me")).isEqualTo(home);
        assertThat(ModelFolder.cacheRoot("", "/home/me")).isEqualTo(home);
        assertThat(ModelFolder.cacheRoot("relative", "/home/me")).isEqualTo(home);
    }

    private void assertThatFolderIsComplete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(contents.keySet());
        }
        for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
            assertThat(folder.resolve(entry.getKey())).hasBinaryContent(entry.getValue());
        }
    }

    private static Path locate(Path jar, Path cache, ModelFolder.Progress progress) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            return new ModelFolder(loader, LOCATION).locate(cache, progress);
        }
    }

    private void pack(Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                out.putNextEntry(new JarEntry(LOCATION + "/" + entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
    }
}
