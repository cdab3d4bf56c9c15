package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java examples of pages and Javadoc compile, each in a class that knows what stands in {@link #GIVEN}. */
class ExamplesTest {

    private static final String IMPORTS = """
            import dev.langchain4j.data.message.UserMessage;
            import dev.langchain4j.memory.ChatMemory;
            import dev.langchain4j.memory.chat.TokenWindowChatMemory;
            import dev.langchain4j.model.chat.ChatModel;
            import dev.langchain4j.model.chat.StreamingChatModel;
            import dev.langchain4j.model.chat.request.ChatRequest;
            import dev.langchain4j.model.scoring.ScoringModel;
            import dev.langchain4j.service.AiServices;
            import dev.langchain4j.service.spring.AiService;
            import io.github.cards4j.*;
            import io.github.cards4j.decoding.Decoding;
            import io.github.cards4j.grammar.Grammar;
            import io.github.cards4j.langchain4j.*;
            import io.github.cards4j.model.*;
            import io.github.cards4j.reward.*;
            import io.github.cards4j.reward.Reward.Part;
            import io.github.cards4j.tools.ToolChoice;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.ArrayList;
            import java.util.List;
            import org.springframework.boot.ApplicationRunner;
            import org.springframework.context.annotation.Bean;
            """;

    private static final String GIVEN = """
            class Given {
                Cards cards;
                Cards engine;
                LanguageModel model;
                Decoding decoding;

                interface Assistant {
                    String answer(String question);
                }

                String run(String tool, String arguments) {
                    return arguments;
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void allCompile() throws IOException {
        List<Path> files = new ArrayList<>(List.of(write("Given", GIVEN)));
        for (Path page : Pages.all()) {
            add(files, page, Pages.found("\n```java\n(.*?)\n```", Pages.text(page)));
        }
        assertThat(files).hasSizeGreaterThan(10);
        for (Path source : Pages.sources()) {
            List<String> examples = Pages.found("<pre>\\{@code\n(.*?)\n[ *]*}</pre>", Pages.text(source));
            add(
                    files,
                    source,
                    examples.stream()
                            .map(code -> code.replaceAll("(?m)^ *\\* ?", ""))
                            .toList());
        }

        assertThat(errors(files)).isEmpty();
    }

    private void add(List<Path> files, Path from, List<String> examples) throws IOException {
        for (String code : examples) {
            String name = "Example" + files.size() + "_"
                    + from.getFileName().toString().replaceAll("\\W", "_");
            // Members begin with an annotation, statements do not.
            String body = code.startsWith("@") ? code : "void example() throws Exception {\n" + code + "\n}";
            files.add(write(name, "class " + name + " extends Given {\n" + body + "\n}\n"));
        }
    }

    private Path write(String name, String type) throws IOException {
        return Files.writeString(folder.resolve(name + ".java"), IMPORTS + "\n" + type);
    }

    private List<String> errors(List<Path> files) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-nowarn",
                "-encoding",
                "UTF-8",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        try (StandardJavaFileManager manager = javac.getStandardFileManager(found, null, null)) {
            boolean compiled = javac.getTask(
                            null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            List<String> messages = found.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                    .map(Object::toString)
                    .toList();
            assertThat(compiled).isEqualTo(messages.isEmpty());
            return messages;
        }
    }
}
