package io.github.cards4j.spring.internal.other;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.CardsStartupException;
import io.github.cards4j.spring.internal.check.PropertySources;
import io.github.cards4j.spring.internal.engine.Candidates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Sees to it that no answer is unaligned without anybody knowing. Once all beans are defined, and before any is made, it
 * looks for other chat models: the application's own takes our model's place, with a warning; one that came with another
 * starter stops the start, unless {@code cards.primary} says that ours go first.
 *
 * <p>Comes before {@code @AiService} looks for models, and after lazy initialisation has marked all beans, so that what is hidden
 * and defined again stays lazy.
 */
public final class ModelArbiter implements BeanFactoryPostProcessor, PriorityOrdered {

    private static final Logger LOG = LoggerFactory.getLogger(ModelArbiter.class);

    /** A model type, and ours of it. {@code @AiService} counts the beans of the type, whether primary or not. */
    record Kind(Class<?> type, Class<?> aligned) {}

    static final List<Kind> KINDS = List.of(
            new Kind(ChatModel.class, CardsChatModel.class),
            new Kind(StreamingChatModel.class, CardsStreamingChatModel.class));

    private final ConfigurableEnvironment environment;
    private final Class<?> starter;
    private final Map<String, BeanDefinition> hidden = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private boolean primary;

    /** @param starter that defines our models; those of the application are not ours to take away */
    public ModelArbiter(ConfigurableEnvironment environment, Class<?> starter) {
        this.environment = environment;
        this.starter = starter;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        new OwnEngine(environment, starter).warnOfPropertiesWithoutEffect(beans);
        primary = new PropertySources(environment).flag(CardsProperties.PREFIX + ".primary");
        Set<String> instead = new LinkedHashSet<>();
        Set<String> byName = new LinkedHashSet<>();
        KINDS.forEach(kind -> {
            List<String> ours = names(beans, kind.aligned());
            List<String> others = names(beans, kind.type());
            seen.addAll(others);
            others.removeAll(ours);
            if (primary) {
                goFirst(beans, ours, others);
                return;
            }
            List<String> candidates = others.stream()
                    .filter(name -> Candidates.byType(beans, name))
                    .toList();
            instead.addAll(candidates);
            boolean backedOff = !candidates.isEmpty() && backOff(beans, ours);
            if (!backedOff && !ours.isEmpty()) {
                others.stream().filter(name -> !candidates.contains(name)).forEach(byName::add);
                byName.forEach(name -> hide(beans, name));
            }
        });
        refuseThoseOfStarters(beans, instead);
        if (!instead.isEmpty()) {
            warn(instead);
        }
        if (!byName.isEmpty()) {
            LOG.info(
                    "{} can be injected by name or qualifier only, and what takes them is not aligned", quoted(byName));
        }
    }

    /** Whether a bean was there when this looked. */
    boolean knows(String name) {
        return seen.contains(name);
    }

    /** @throws CardsStartupException if any of these beans came with another starter, and ours do not go first */
    void refuseThoseOfStarters(ConfigurableListableBeanFactory beans, Set<String> names) {
        Set<String> ofStarters = names.stream()
                .filter(name -> BeanOrigin.of(beans, name).starter())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!ofStarters.isEmpty() && !primary) {
            throw ofStarters(beans, ofStarters);
        }
    }

    private static List<String> names(ConfigurableListableBeanFactory beans, Class<?> type) {
        return new ArrayList<>(Arrays.asList(beans.getBeanNamesForType(type, true, false)));
    }

    /** Whether the auto-configured model was still there. */
    private boolean backOff(ConfigurableListableBeanFactory beans, List<String> ours) {
        boolean removed = false;
        for (String name : ours) {
            if (starter.getName().equals(BeanOrigin.of(beans, name).declaredBy())) {
                ((BeanDefinitionRegistry) beans).removeBeanDefinition(name);
                removed = true;
            }
        }
        return removed;
    }

    private void goFirst(ConfigurableListableBeanFactory beans, List<String> ours, List<String> others) {
        for (String name : others) {
            if (!beans.containsBeanDefinition(name)) {
                continue;
            }
            BeanDefinition definition = beans.getBeanDefinition(name);
            if (definition.isPrimary() && !BeanOrigin.of(beans, name).starter()) {
                throw new CardsStartupException(
                        "cards.primary=true, but the application's bean '" + name + "' is @Primary too.",
                        "Remove one of the two.");
            }
            definition.setPrimary(false);
            hide(beans, name);
        }
        if (ours.size() == 1 && beans.containsBeanDefinition(ours.get(0))) {
            beans.getBeanDefinition(ours.get(0)).setPrimary(true);
        }
        if (!others.isEmpty()) {
            LOG.info("cards.primary=true: {} is what injection by type finds; {} by name only", ours, others);
        }
    }

    /** Until {@link #restore}: searches by type, such as that of {@code @AiService}, shall not find it. */
    private void hide(ConfigurableListableBeanFactory beans, String name) {
        if (beans.containsBeanDefinition(name) && !beans.containsSingleton(name)) {
            hidden.put(name, beans.getBeanDefinition(name));
            ((BeanDefinitionRegistry) beans).removeBeanDefinition(name);
        }
    }

    void restore(BeanDefinitionRegistry registry) {
        hidden.forEach(registry::registerBeanDefinition);
        hidden.clear();
    }

    private static void warn(Set<String> names) {
        LOG.warn(
                "Alignment is off for {}: {} of the application go{} before cards4j's chat models. If what answers"
                        + " there is a CardsChatModel or CardsStreamingChatModel, let the bean method return that type;"
                        + " cards.primary=true lets cards4j's models go first.",
                quoted(names),
                names.size() == 1 ? "this bean" : "these beans",
                names.size() == 1 ? "es" : "");
    }

    private static CardsStartupException ofStarters(ConfigurableListableBeanFactory beans, Set<String> names) {
        Set<String> artifacts = new LinkedHashSet<>();
        StringBuilder found = new StringBuilder();
        for (String name : names) {
            String declaredBy = BeanOrigin.of(beans, name).declaredBy();
            Artifact artifact = declaredBy == null ? null : Artifact.of(declaredBy, beans.getBeanClassLoader());
            String shown = artifact == null ? "an unknown artifact" : artifact.shown();
            artifacts.add(shown);
            found.append("\n\n    bean '").append(name).append("' of ").append(declaredBy);
            found.append("\n    in ").append(shown);
        }
        return new CardsStartupException(
                "another starter brings chat models of its own, whose answers would not be aligned:" + found,
                "Choose one of these:\n\n    - remove " + String.join(" and ", artifacts)
                        + " from the class path, or the properties that make it define a chat model;\n"
                        + "    - cards.primary=true: cards4j's chat models are what @AiService and injection by type"
                        + " find, the others are left to be injected by name;\n"
                        + "    - cards.enabled=false: cards4j does nothing.");
    }

    static String quoted(Set<String> names) {
        return "'" + String.join("', '", names) + "'";
    }
}
