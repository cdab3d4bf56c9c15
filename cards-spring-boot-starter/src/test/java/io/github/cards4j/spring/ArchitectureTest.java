package io.github.cards4j.spring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/architecture.md says of the starter. */
class ArchitectureTest {

    private static final String ROOT = "io.github.cards4j.spring";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** What all packages know of the root package; it knows none of them. */
    private static final Set<Class<?>> WORDS =
            Set.of(CardsProperties.class, CardsAuditProperties.class, CardsStartupException.class);

    /** Each internal package, and those that it may know besides. None knows itself by way of others. */
    private static final Map<String, List<String>> KNOWS = Map.of(
            "engine", List.of(),
            "check", List.of("engine"),
            "other", List.of("check", "engine"),
            "actuator", List.of(),
            "watch", List.of("engine"));

    private static Stream<Map.Entry<String, List<String>>> packages() {
        return KNOWS.entrySet().stream();
    }

    private static String below(String name) {
        return ROOT + ".internal." + name + "..";
    }

    private static final DescribedPredicate<JavaClass> A_WORD =
            DescribedPredicate.describe("a word", type -> WORDS.stream()
                    .anyMatch(word -> word(type.getBaseComponentType().getName(), word.getName())));

    private static boolean word(String type, String word) {
        return type.equals(word) || type.startsWith(word + "$");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packagesImportOneWay(Map.Entry<String, List<String>> each) {
        String[] allowed = Stream.concat(Stream.of(each.getKey()), each.getValue().stream())
                .map(ArchitectureTest::below)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(below(each.getKey()))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                        .and(DescribedPredicate.not(A_WORD)))
                .check(MAIN);
    }

    /** Rows such as {@code | `….internal.watch` | job | `engine` |}. */
    @Test
    void theDocumentationHasTheSameTable() throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        Map<String, List<String>> documented = Pattern.compile("\\| `….internal.([a-z]+)` \\|.*\\|([^|\n]*)\\|\n")
                .matcher(page)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> names(row.group(2).strip())));

        assertThat(documented).isEqualTo(KNOWS);
    }

    private static List<String> names(String cell) {
        return cell.isEmpty() ? List.of() : Arrays.asList(cell.replace("`", "").split(", "));
    }

    @Test
    void wordsKnowNoOtherClassOfTheStarter() {
        noClasses()
                .that(A_WORD)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(DescribedPredicate.not(A_WORD)))
                .check(MAIN);
    }

    @Test
    void everyPackageIsInTheTable() {
        String[] known = Stream.concat(Stream.of(ROOT), KNOWS.keySet().stream().map(ArchitectureTest::below))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(MAIN);
        assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct()).hasSize(1 + KNOWS.size());
        assertThat(MAIN).allMatch(type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }

    @Test
    void whatStandsAtTheRootIsPublic() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .haveModifier(JavaModifier.PUBLIC)
                .check(MAIN);
    }

    @Test
    void theCoreKeepsItsInternals() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.cards4j..internal..")
                        .and(DescribedPredicate.not(resideInAPackage(ROOT + ".."))))
                .check(MAIN);
    }

    @Test
    void theEngineIsReachedThroughTheCore() {
        noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..").check(MAIN);
    }
}
