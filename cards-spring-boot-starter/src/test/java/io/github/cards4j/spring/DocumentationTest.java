package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages for readers name exists: links, files, modules, programs, properties and options. */
class DocumentationTest {

    private static final Path OPTIONS = Pages.ROOT.resolve("docs/options.md");

    private static List<Path> pages() {
        return Pages.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) {
        List<String> links = Pages.found("(?:]\\(|src=\")([^)\\s\"]+)", Pages.prose(page));

        assertThat(links).filteredOn(link -> !link.startsWith("http")).allMatch(link -> leadsSomewhere(page, link));
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** Headings, as GitHub makes anchors of them. */
    private static List<String> anchors(Path page) {
        return Pages.found("(?m)^#+ ([^\n]+)$", Pages.prose(page)).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void theIndexHasEveryPage() {
        Path docs = Pages.ROOT.resolve("docs");
        List<String> names = Pages.files(docs, 1, ".md").stream()
                .map(page -> page.getFileName().toString())
                .filter(name -> !name.equals("README.md"))
                .toList();

        assertThat(Pages.text(docs.resolve("README.md"))).contains(names);
    }

    @Test
    void theFirstTwoShellBlocksOfTheReadmeAreOneCommandEach() {
        List<String> blocks = Pages.found("\n```sh\n(.*?)```\n", Pages.text(Pages.ROOT.resolve("README.md")));

        assertThat(blocks.subList(0, 2))
                .allMatch(block -> block.startsWith("mvn ") && block.lines().count() == 1);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsNameWhatThereIs(Path page) {
        String text = Pages.text(page);

        assertThat(Pages.found("-pl ([\\w/-]+)", text))
                .allMatch(module -> Files.exists(Pages.ROOT.resolve(module).resolve("pom.xml")));
        assertThat(Pages.found("exec\\.mainClass=([\\w.]+)", text)).allMatch(DocumentationTest::isProgram);
        assertThat(Pages.found("-P([a-z][\\w-]+)", text)).allMatch(DocumentationTest::isProfile);
        assertThat(filesNamed(text)).allMatch(file -> Files.exists(Pages.ROOT.resolve(file)));
    }

    @Test
    void messagesAndJavadocNamePagesThatExist() {
        assertThat(Pages.sources().stream().flatMap(source -> filesNamed(Pages.text(source)).stream()))
                .isNotEmpty()
                .allMatch(file -> Files.exists(Pages.ROOT.resolve(file)));
    }

    private static List<String> filesNamed(String text) {
        return Pages.found(
                "(?<![\\w./-])((?:docs|samples|cards-[a-z0-9-]+)/[\\w./-]+\\.(?:md|java|py|jsonl|json|properties))",
                text);
    }

    private static boolean isProgram(String name) {
        String file = name.replace('.', '/') + ".java";
        return Stream.of("samples/benchmark/src/main/java", "cards-core/src/test/java")
                .anyMatch(sources -> Files.exists(Pages.ROOT.resolve(sources).resolve(file)));
    }

    private static boolean isProfile(String name) {
        return Stream.of("pom.xml", "cards-langchain4j/pom.xml")
                .anyMatch(pom -> Pages.text(Pages.ROOT.resolve(pom)).contains("<id>" + name + "</id>"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void propertiesAreKnown(Path page) throws IOException {
        String text = Pages.text(page).replaceAll("(?m)^.*did you mean.*$", "");
        List<String> names = Pages.found("(?<![\\w.])(cards(?:\\.[a-z][a-z0-9_-]*+)++)(?!\\()", text);
        Map<String, String> properties = properties();
        String meters = Pages.sources().stream()
                .filter(source -> source.getParent().endsWith("watch"))
                .map(Pages::text)
                .collect(Collectors.joining());

        assertThat(names).allMatch(name -> isProperty(name, properties) || meters.contains("\"" + name + "\""));
    }

    private static boolean isProperty(String name, Map<String, String> properties) {
        if (name.matches("cards\\.profiles\\.[^.]+\\..+")) {
            String key = name.replaceFirst("cards\\.profiles\\.[^.]+\\.", "");
            return components(CardsProperties.Profile.class)
                    .map(component -> component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                    .anyMatch(key::equals);
        }
        return properties.keySet().stream().anyMatch(known -> (known + ".").startsWith(name + "."));
    }

    @Test
    void thePageOfOptionsHasAllOfThem() throws IOException {
        String page = Pages.text(OPTIONS);

        assertThat(Stream.of(GenerationOptions.class, CardsOptions.class).flatMap(DocumentationTest::components))
                .allMatch(option -> page.contains("\n| `" + option + "` |"));
        assertThat(properties().keySet()).allMatch(name -> page.matches("(?s).*`" + name + "[`.\\[].*"));
    }

    @Test
    void thePageOfOptionsHasTheDefaultsOfProperties() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        properties().forEach((name, value) -> {
            List<String> cell = Pages.found("`" + name + "`[^|\n]*\\| ([^|\n]*) \\|", Pages.text(OPTIONS));
            if (!value.isEmpty() && !cell.isEmpty()) {
                shown.put(name, cell.get(0).replace("`", ""));
                expected.put(name, value);
            }
        });

        assertThat(shown).hasSizeGreaterThan(8).isEqualTo(expected);
    }

    private static Stream<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName);
    }

    /** Names and defaults of all that begin with {@code cards}; no default is an empty one. */
    private static Map<String, String> properties() throws IOException {
        try (InputStream in =
                CardsProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            Map<String, String> properties = new TreeMap<>();
            for (JsonNode property : new ObjectMapper().readTree(in).get("properties")) {
                String name = property.get("name").asText();
                if (name.startsWith("cards.")) {
                    properties.put(name, property.path("defaultValue").asText());
                }
            }
            return properties;
        }
    }
}
