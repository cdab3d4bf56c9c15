package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.internal.check.KnownProperties.Known;
import io.github.cards4j.spring.internal.check.PropertySources.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Names below {@code cards} that nobody reads. A misspelt one must not pass: its author believes that it counts. Names that
 * something else claims, by a class annotated with {@link ConfigurationProperties} or by metadata on the class path, are
 * left alone; so are variables of the operating system, unless they look like a slip of the pen.
 */
final class UnknownProperties {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownProperties.class);
    private static final int SLIPS_IN_VARIABLES = 2;
    private static final ConfigurationPropertyName PROFILES = ConfigurationPropertyName.of(KnownProperties.PROFILES);

    private final ConfigurableEnvironment environment;
    private final ConfigurableListableBeanFactory beans;
    private final KnownProperties known = KnownProperties.ALL;

    UnknownProperties(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    List<String> problems() {
        if (new PropertySources(environment).flag(CardsProperties.PREFIX + ".ignore-unknown")) {
            return List.of();
        }
        List<Entry> unknown = new PropertySources(environment)
                .entries().stream().filter(entry -> !known(entry)).toList();
        if (unknown.isEmpty()) {
            return List.of();
        }
        Set<String> claimed = new ClaimedNames(beans).all();
        List<String> problems = new ArrayList<>();
        for (Entry entry : unknown) {
            if (!claimed(entry, claimed)) {
                String problem = entry.variable() ? variable(entry) : misspelt(entry);
                if (!problem.isEmpty()) {
                    problems.add(problem);
                }
            }
        }
        return problems;
    }

    private boolean known(Entry entry) {
        String bare = bare(entry);
        for (Known each : known.single()) {
            if (bare.equals(bare(each.name(), entry.variable()))) {
                return true;
            }
        }
        for (Known each : known.maps()) {
            if (bare.startsWith(bare(each.name() + ".", entry.variable()))) {
                return true;
            }
        }
        return PROFILES.isAncestorOf(entry.name())
                && profileKeys(entry.variable()).anyMatch(profileKey(entry)::equals);
    }

    private Stream<String> profileKeys(boolean variable) {
        return known.profile().stream().map(key -> bare(key.name(), variable));
    }

    /** What stands behind {@code cards.profiles.NAME}, bare. */
    private static String profileKey(Entry entry) {
        ConfigurationPropertyName name = withoutIndex(entry.name());
        String key = name.getNumberOfElements() <= 3 ? "" : bare(name.subName(3));
        return entry.variable() ? Suggestions.bare(key) : key;
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
        int last = name.getNumberOfElements() - 1;
        return last > 0 && name.isNumericIndex(last) ? name.chop(last) : name;
    }

    private static String bare(Entry entry) {
        String bare = bare(withoutIndex(entry.name()));
        return entry.variable() ? Suggestions.bare(bare) : bare;
    }

    private static String bare(ConfigurationPropertyName name) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            elements.add(name.getElement(i, Form.UNIFORM).replace("_", ""));
        }
        return String.join(".", elements);
    }

    /** As relaxed names are compared; of a variable, dots do not count either. */
    private static String bare(String name, boolean variable) {
        return variable ? Suggestions.bare(name) : name.replace("-", "");
    }

    private String misspelt(Entry entry) {
        String name = entry.name().toString();
        List<String> suggestions = Suggestions.of(name, all(entry));
        String group = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        if (suggestions.isEmpty()) {
            suggestions = below(name, entry);
        }
        if (suggestions.isEmpty() && !group.equals(CardsProperties.PREFIX)) {
            suggestions = below(group, entry);
        }
        return name + " is not known"
                + (suggestions.isEmpty() ? "" : ": did you mean " + String.join(" or ", suggestions) + "?")
                + entry.origin();
    }

    private List<String> below(String group, Entry entry) {
        return all(entry).stream().filter(name -> name.startsWith(group + ".")).toList();
    }

    /** Only a slip of the pen is reported: variables have no namespace, and many programs may be called cards. */
    private String variable(Entry entry) {
        List<String> close = Suggestions.closest(entry.name().toString(), all(entry), SLIPS_IN_VARIABLES);
        if (close.isEmpty() && PROFILES.isAncestorOf(entry.name())) {
            return entry.name() + " is not known: in an environment variable the name of a profile is one word, as in"
                    + " CARDS_PROFILES_SUPPORT_STRENGTH" + entry.origin();
        }
        if (close.isEmpty()) {
            LOG.debug("{} is no property of cards4j: ignored", entry.origin().strip());
            return "";
        }
        return entry.name() + " is not known: did you mean " + String.join(" or ", close) + "?" + entry.origin();
    }

    /** All names that may be meant; those of a profile if the name is below one. */
    private List<String> all(Entry entry) {
        List<String> names = new ArrayList<>();
        Stream.of(known.single(), known.maps())
                .flatMap(List::stream)
                .map(Known::name)
                .forEach(names::add);
        if (entry.name().getNumberOfElements() > 3 && PROFILES.isAncestorOf(entry.name())) {
            String profile = entry.name().chop(3).toString();
            return known.profile().stream()
                    .map(key -> profile + "." + key.name())
                    .toList();
        }
        return names;
    }

    private static boolean claimed(Entry entry, Set<String> claimed) {
        String bare = bare(entry);
        return claimed.stream()
                .map(name -> bare(name, entry.variable()))
                .anyMatch(name -> bare.equals(name) || bare.startsWith(entry.variable() ? name : name + "."));
    }
}
