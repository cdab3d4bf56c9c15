package io.github.cards4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.cards4j");

    /** Breaks every rule once. */
    private static final String FIXTURE = "io.github.cards4j.architecture.fixture";

    private static Stream<ArchRule> rules() {
        return new Layers("io.github.cards4j", "dev.langchain4j..", "org.springframework..").rules().stream();
    }

    private static Stream<ArchRule> rulesOverFixture() {
        return new Layers(FIXTURE, "org.slf4j..").rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void packagesImportOneWay(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void theRulesSeeTheWholeModule() {
        assertThat(MAIN.stream().map(c -> c.getPackageName()).distinct())
                .containsAll(List.of(
                        "io.github.cards4j",
                        "io.github.cards4j.decoding",
                        "io.github.cards4j.model",
                        "io.github.cards4j.checkpoint",
                        "io.github.cards4j.torch"));
    }

    /** Rows such as {@code | `….torch` | job | `model`, `checkpoint` |}. */
    @Test
    void theDocumentationHasTheSameTable() throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        Map<String, List<String>> documented = Pattern.compile("\\| `….([a-z]+)` \\|.*\\| ([^|]+) \\|")
                .matcher(page)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> names(row.group(2))));

        assertThat(documented).isEqualTo(Layers.KNOWS);
    }

    private static List<String> names(String cell) {
        return cell.equals("nothing")
                ? List.of()
                : Arrays.asList(cell.replace("`", "").split(", "));
    }

    @ParameterizedTest
    @MethodSource("rulesOverFixture")
    void eachRuleCanFail(ArchRule rule) {
        JavaClasses fixture = new ClassFileImporter().importPackages(FIXTURE);

        assertThat(rule.evaluate(fixture).hasViolation()).isTrue();
    }
}
