package io.github.cards4j.samples.chat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this application does, any application can. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.cards4j.samples.chat");

    @Test
    void nothingInternalIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.cards4j..internal..",
                        "io.github.cards4j.torch..",
                        "dev.langchain4j.internal..",
                        "ai.djl..")
                .check(MAIN);
    }

    @Test
    void onePackageKnowsTheWebServerAndNoneKnowsThatPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..chat.tomcat..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..", "..chat.tomcat..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("..chat.tomcat..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..chat.page..", "..chat.openai..", "..chat.answer..", "..chat.security..")
                .check(MAIN);
    }

    @Test
    void thePageAndOpenAisClientsKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..chat.openai..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..chat.page..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage("..chat.http..", "..chat.answer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..chat.page..", "..chat.openai..", "..chat.security..")
                .check(MAIN);
    }
}
