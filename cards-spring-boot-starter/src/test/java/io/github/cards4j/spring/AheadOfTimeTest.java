package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor.Settings;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** Builds that decide about beans, as native images need them. */
class AheadOfTimeTest {

    @TempDir
    private Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        public static void main(String[] args) {
            new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run(args)
                    .close();
        }
    }

    private void process(String... arguments) {
        Settings settings = Settings.builder()
                .sourceOutput(folder.resolve("sources"))
                .resourceOutput(folder.resolve("resources"))
                .classOutput(folder.resolve("classes"))
                .groupId("com.example")
                .artifactId("application")
                .build();
        new SpringApplicationAotProcessor(Application.class, settings, arguments).process();
    }

    @Test
    void theBuildOfANativeImageEndsWithWhatToDo() {
        // what is wrong with the properties of a build does not matter
        assertThatThrownBy(() -> process("--cards.alignment.calibration=/only/on/the/server.json"))
                .isInstanceOf(CardsStartupException.class)
                .hasMessageContainingAll("GraalVM native image", "process-aot", "cards.enabled=false");
    }

    @Test
    void withoutCardsTheBuildGoesOn() throws IOException {
        process("--cards.enabled=false");
        try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).anyMatch(name -> name.endsWith("__ApplicationContextInitializer.java"));
            assertThat(names).noneMatch(name -> name.startsWith("Cards"));
        }
    }

    @Test
    void whoeverProcessesAContextIsToldToo() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(CardsAutoConfiguration.class);
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(Application.class)), new InMemoryGeneratedFiles());
        assertThatThrownBy(() -> new ApplicationContextAotGenerator().processAheadOfTime(context, generation))
                .hasRootCauseInstanceOf(CardsStartupException.class)
                .hasMessageContaining("process-aot");
    }
}
