package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.spring.assistant.AnswerMain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;
import org.springframework.util.function.ThrowingConsumer;

/** As applications are deployed: one jar, with models and native library in jars within it. */
@Timeout(300)
class ExecutableJarTest {

    @TempDir
    private Path folder;

    @Test
    void itAnswersFromOneJar() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-jar", executable().toString()));
        arguments.addAll(Forked.DEMO);

        Forked application = Forked.java(arguments);

        assertThat(application.seen("loader")).as(application.output()).containsExactly("LaunchedClassLoader");
        assertThat(application.seen("answer")).singleElement().asString().isNotBlank();
    }

    private Path executable() throws IOException {
        Path tests = Path.of(AnswerMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path source = jar(tests, AnswerMain.class.getPackageName().replace('.', '/'));
        Path executable = folder.resolve("application.jar");
        Set<String> names = new HashSet<>();
        Repackager repackager = new Repackager(source.toFile());
        repackager.setMainClass(AnswerMain.class.getName());
        repackager.repackage(executable.toFile(), libraries -> {
            ThrowingConsumer<Library> nested = libraries::library;
            for (Path entry : Forked.classPathEntries()) {
                // A build may name a jar twice.
                boolean first = Files.isDirectory(entry)
                        || names.add(entry.getFileName().toString());
                if (first && Files.exists(entry) && !Files.isSameFile(entry, tests)) {
                    Path jar = Files.isDirectory(entry) ? jar(entry, "") : entry;
                    nested.accept(new Library(jar.toFile(), LibraryScope.COMPILE));
                }
            }
        });
        return executable;
    }

    /** In a build that stops before it packages, modules are folders. */
    private Path jar(Path classes, String below) throws IOException {
        Path jar = Files.createTempFile(folder, "classes", ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes.resolve(below))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                entries.write(Files.readAllBytes(file));
                entries.closeEntry();
            }
        }
        return jar;
    }
}
