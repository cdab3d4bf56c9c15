package io.github.cards4j.spring.internal.other;

import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.spring.Starter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;

/** A starter as it comes from a repository: a jar with auto-configurations, which import further classes of it. */
class OtherStarterJarTest {

    private static final String IMPORTS =
            "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

    private static final Map<String, String> SOURCES =
            Map.of("other.spring.OtherAutoConfiguration", """
            package other.spring;
            @org.springframework.boot.autoconfigure.AutoConfiguration
            @org.springframework.context.annotation.Import(Beans.class)
            public class OtherAutoConfiguration {}
            """, "other.spring.Beans", """
            package other.spring;
            public class Beans {
                @org.springframework.context.annotation.Bean
                public dev.langchain4j.model.chat.ChatModel otherChatModel() {
                    return new dev.langchain4j.model.chat.ChatModel() {};
                }
            }
            """);

    @TempDir
    Path folder;

    @Test
    void theArtifactIsNamed() throws IOException, ReflectiveOperationException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Path jar = jar(Map.of("META-INF/maven/com.other/other-starter/pom.properties", "version=1"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> configuration = loader.loadClass("other.spring.OtherAutoConfiguration");
            Thread.currentThread().setContextClassLoader(loader);
            Starter.unloaded()
                    .withClassLoader(loader)
                    .withConfiguration(AutoConfigurations.of(configuration))
                    .run(context -> {
                        assertThat(analysis(context).getDescription())
                                .contains(
                                        "bean 'otherChatModel' of other.spring.Beans",
                                        "in com.other:other-starter (other-starter-1.0.jar)");
                        assertThat(analysis(context).getAction()).contains("remove com.other:other-starter");
                    });
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aJarWithoutCoordinatesIsNamedByItsFile() throws IOException {
        Path jar = jar(Map.of());
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Artifact artifact = Artifact.of("other.spring.Beans", loader);
            assertThat(artifact).isNotNull();
            assertThat(artifact.shown()).isEqualTo("other-starter-1.0.jar");
            assertThat(artifact.hasAutoConfigurations(loader)).isTrue();
        }
        Files.delete(jar);
    }

    private Path jar(Map<String, String> more) throws IOException {
        compile();
        Path jar = folder.resolve("other-starter-1.0.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String name : SOURCES.keySet()) {
                String file = name.replace('.', '/') + ".class";
                put(entries, file, Files.readAllBytes(folder.resolve(file)));
            }
            // anonymous classes
            try (Stream<Path> files = Files.list(folder.resolve("other/spring"))) {
                for (Path file :
                        files.filter(each -> each.toString().contains("$")).toList()) {
                    put(entries, "other/spring/" + file.getFileName(), Files.readAllBytes(file));
                }
            }
            put(entries, IMPORTS, "other.spring.OtherAutoConfiguration".getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, String> each : more.entrySet()) {
                put(entries, each.getKey(), each.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private void compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Source> sources = SOURCES.entrySet().stream()
                .map(each -> new Source(each.getKey(), each.getValue()))
                .toList();
        List<String> options = List.of(
                "-proc:none",
                "-d",
                folder.toString(),
                "-classpath",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        assertThat(compiler.getTask(null, null, null, options, null, sources).call())
                .isTrue();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String name, String code) {
            super(
                    URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension),
                    JavaFileObject.Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
