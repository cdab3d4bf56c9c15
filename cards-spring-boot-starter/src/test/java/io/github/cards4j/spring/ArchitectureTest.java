package io.github.cards4j.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.cards4j.spring");

    @Test
    void theCoreKeepsItsInternals() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.cards4j.internal..",
                        "io.github.cards4j.decoding.internal..",
                        "io.github.cards4j.model.internal..",
                        "io.github.cards4j.checkpoint.internal..",
                        "io.github.cards4j.torch.internal..")
                .check(MAIN);
    }

    @Test
    void theEngineIsReachedThroughTheCore() {
        noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..").check(MAIN);
    }
}
