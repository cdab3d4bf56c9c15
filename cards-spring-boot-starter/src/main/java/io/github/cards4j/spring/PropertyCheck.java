package io.github.cards4j.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.NativeDetector;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads every property of cards4j before the first bean is made, and reports all that is wrong at once: unknown names,
 * values of another type or out of range, and values that contradict each other.
 */
final class PropertyCheck implements BeanDefinitionRegistryPostProcessor, PriorityOrdered {

    private static final String ACTION_UNKNOWN =
            " Editors complete the names; if something else reads one of them, set" + " cards.ignore-unknown=true.";

    private final ConfigurableEnvironment environment;

    PropertyCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {}

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        refuseNativeImage(NativeDetector.inNativeImage());
        List<String> unknown = new UnknownProperties(environment, beans).problems();
        List<String> problems = new ArrayList<>(unknown);
        problems.addAll(new PropertyValues(environment).problems());
        if (!problems.isEmpty()) {
            throw new CardsStartupException(
                    (problems.size() == 1 ? "a property is wrong:" : problems.size() + " properties are wrong:")
                            + "\n\n    - " + String.join("\n    - ", problems),
                    "Correct what is named above." + (unknown.isEmpty() ? "" : ACTION_UNKNOWN));
        }
    }

    static void refuseNativeImage(boolean inNativeImage) {
        if (inNativeImage) {
            throw new CardsStartupException(
                    "it does not run in a GraalVM native image: PyTorch's library and its bindings are loaded at run time.",
                    "Run the application on a Java virtual machine, or build the image without cards-spring-boot-starter.");
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
