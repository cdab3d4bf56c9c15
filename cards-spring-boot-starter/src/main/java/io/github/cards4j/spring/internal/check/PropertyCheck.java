package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsStartupException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.NativeDetector;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads every property of cards4j before the first bean is made, and reports all that is wrong at once: unknown names,
 * values of another type or out of range, and values that contradict each other.
 *
 * <p>Where beans are decided by a build (ahead-of-time processing, as for native images) it ends that build.
 */
final class PropertyCheck
        implements BeanDefinitionRegistryPostProcessor, BeanFactoryInitializationAotProcessor, PriorityOrdered {

    private static final String ACTION_UNKNOWN =
            " Editors complete the names; if something else reads one of them, set cards.ignore-unknown=true.";
    private static final String AHEAD_ACTION =
            "Run the application on a Java virtual machine, without Spring's ahead-of-time processing (process-aot in Maven,"
                    + " processAot in Gradle); or build it with cards.enabled=false, which leaves cards4j out.";

    private final ConfigurableEnvironment environment;

    PropertyCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {}

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        // before all else: the properties of a build are not those that it will run with
        refuseAheadOfTime(NativeDetector.inNativeImage() || Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING));
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

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beans) {
        refuseAheadOfTime(true);
        return null;
    }

    /** A failed build is not analysed, so that the message has to say what to do, too. */
    static void refuseAheadOfTime(boolean ahead) {
        if (ahead) {
            throw new CardsStartupException(
                    "cards4j neither runs in a GraalVM native image nor is it processed ahead of time: PyTorch's library and"
                            + " its bindings are loaded at run time, and which chat models there are beside cards4j's is seen"
                            + " at the start. " + AHEAD_ACTION,
                    AHEAD_ACTION);
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
