package io.github.cards4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of docs/architecture.md for the packages below {@code root}, so that they can be tried on a fixture too. */
record Layers(String root, String... frameworks) {

    /**
     * Each package, and the packages that it may know; the root package may know them all. None knows itself by way of others, so
     * the packages have no cycles either.
     */
    static final Map<String, List<String>> KNOWS = Map.of(
            "model", List.of(),
            "grammar", List.of("model"),
            "decoding", List.of("model", "grammar"),
            "template", List.of("model"),
            "reward", List.of("model"),
            "checkpoint", List.of("model"),
            "tools", List.of("model", "grammar"),
            "torch", List.of("model", "template", "checkpoint"));

    List<ArchRule> rules() {
        List<ArchRule> rules = new ArrayList<>();
        KNOWS.forEach((name, known) -> rules.add(knowsOnly(name, known)));
        rules.add(everyPackageIsInTheTable());
        rules.add(internalsStayInside());
        rules.add(djlOnlyBelowTorch());
        rules.add(tensorsOnlyBelowTorch());
        rules.add(noFrameworks());
        rules.add(everyPackageIsNullMarked());
        return rules;
    }

    private ArchRule knowsOnly(String name, List<String> known) {
        String[] allowed =
                Stream.concat(Stream.of(name), known.stream()).map(this::below).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(below(name))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(resideOutsideOfPackages(allowed)))
                .as(name + " knows nothing but " + known)
                .allowEmptyShould(true);
    }

    private ArchRule everyPackageIsInTheTable() {
        String[] known = Stream.concat(
                        Stream.of(root, root + ".internal.."),
                        KNOWS.keySet().stream().map(this::below))
                .toArray(String[]::new);
        return classes().should().resideInAnyPackage(known).as("every package has its line in the table");
    }

    static ArchRule internalsStayInside() {
        return classes().should(new ArchCondition<>("touch no internals of other packages") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                origin.getDirectDependenciesFromSelf().forEach(dependency -> {
                    String target = dependency.getTargetClass().getPackageName();
                    int internal = (target + ".").indexOf(".internal.");
                    if (target.startsWith("io.github.cards4j")
                            && internal >= 0
                            && !(origin.getPackageName() + ".").startsWith(target.substring(0, internal) + ".")) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                });
            }
        });
    }

    private ArchRule djlOnlyBelowTorch() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(below("torch"), below("checkpoint"))
                .should()
                .dependOnClassesThat(resideInAPackage("ai.djl.."))
                .as("DJL is known to torch and checkpoint only");
    }

    private ArchRule tensorsOnlyBelowTorch() {
        return noClasses()
                .that()
                .resideInAPackage(below("checkpoint"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("ai.djl..").and(resideOutsideOfPackages("ai.djl.huggingface.tokenizers..")))
                .as("checkpoint knows DJL's tokenizers and nothing else of it")
                .allowEmptyShould(true);
    }

    private ArchRule noFrameworks() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(frameworks))
                .as("the core knows no framework");
    }

    private ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                if (!origin.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(origin, origin.getPackageName() + " is not @NullMarked"));
                }
            }
        });
    }

    private String below(String name) {
        return root + "." + name + "..";
    }
}
