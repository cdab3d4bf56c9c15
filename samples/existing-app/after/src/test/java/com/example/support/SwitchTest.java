package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page docs/existing-app.md shows all that is changed for the switch: two files, and no source. */
class SwitchTest {

    private static final Path SAMPLE = Path.of("..");
    private static final Path PAGE = Path.of("..", "..", "..", "docs", "existing-app.md");

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/resources/application.properties"})
    void thePageShowsTheWholeDifference(String file) throws IOException {
        List<String> before = Files.readAllLines(SAMPLE.resolve("before").resolve(file));
        List<String> after = Files.readAllLines(SAMPLE.resolve("after").resolve(file));

        assertThat(patched(before, shown(file)))
                .as("put the output of `diff -u before/%1$s after/%1$s` into %2$s", file, PAGE)
                .isEqualTo(after);
    }

    /** The lines of the page's diff of a file, without its two heading lines. */
    private static List<String> shown(String file) throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        int start = page.indexOf("--- before/" + file);
        assertThat(start).as("the diff of %s in %s", file, PAGE).isPositive();
        List<String> rest = page.subList(start + 2, page.size());
        return rest.subList(0, rest.indexOf("```"));
    }

    /** What a unified diff makes of a file; every line that it keeps or removes must be there. */
    private static List<String> patched(List<String> before, List<String> diff) {
        List<String> after = new ArrayList<>();
        int at = 0;
        for (String line : diff) {
            if (line.startsWith("@@ -")) {
                int start = Integer.parseInt(line.replaceFirst("@@ -(\\d+).*", "$1")) - 1;
                after.addAll(before.subList(at, start));
                at = start;
            } else if (line.startsWith("+")) {
                after.add(line.substring(1));
            } else {
                String old = line.isEmpty() ? "" : line.substring(1);
                assertThat(before.get(at)).isEqualTo(old);
                at++;
                if (!line.startsWith("-")) {
                    after.add(old);
                }
            }
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }

    @Test
    void theSourcesAreTheSameAndKnowNoProvider() throws IOException {
        assertThat(SAMPLE.resolve("before/src/main/java")).doesNotExist();
        assertThat(SAMPLE.resolve("after/src/main/java")).doesNotExist();
        List<Path> sources;
        try (Stream<Path> files = Files.walk(SAMPLE.resolve("src/main"))) {
            sources = files.filter(Files::isRegularFile).toList();
        }
        assertThat(sources).hasSizeGreaterThan(3);
        for (Path source : sources) {
            assertThat(Files.readString(source).toLowerCase(Locale.ROOT))
                    .as(source.toString())
                    .doesNotContain("openai", "open-ai", "cards");
        }
    }
}
