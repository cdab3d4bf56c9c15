package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What is set below {@code cards}, wherever it is set. */
public record PropertySources(ConfigurableEnvironment environment) {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(CardsProperties.PREFIX);

    /**
     * A name that is set.
     *
     * @param variable whether as a variable of the operating system, where a name's parts cannot be told from its dashes
     */
    record Entry(ConfigurationPropertyName name, boolean variable, String origin) {}

    /** Each name once, in the order of their names. */
    List<Entry> entries() {
        Map<ConfigurationPropertyName, Entry> entries = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
                names.stream()
                        .filter(ROOT::isAncestorOf)
                        .forEach(name -> entries.putIfAbsent(
                                name, new Entry(name, variables, origin(source.getConfigurationProperty(name)))));
            }
        }
        return new ArrayList<>(entries.values());
    }

    /** The profiles' names, as {@code cards.profiles.NAME}. */
    Set<ConfigurationPropertyName> profiles() {
        ConfigurationPropertyName root = ConfigurationPropertyName.of(KnownProperties.PROFILES);
        Map<ConfigurationPropertyName, Boolean> profiles = new LinkedHashMap<>();
        for (Entry entry : entries()) {
            if (root.isAncestorOf(entry.name()) && entry.name().getNumberOfElements() > 3) {
                profiles.put(entry.name().chop(3), true);
            }
        }
        return profiles.keySet();
    }

    /** Whether it, or something below it, has a value. */
    boolean isSet(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.getConfigurationProperty(name) != null
                    || source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
                return true;
            }
        }
        return false;
    }

    /** Where a name got its value, in brackets; empty if that cannot be told. */
    String origin(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return origin(property);
            }
        }
        return "";
    }

    /** Whether it is true; not, if it is neither true nor false. */
    public boolean flag(String name) {
        try {
            return Binder.get(environment).bind(name, Boolean.class).orElse(false);
        } catch (BindException e) {
            return false;
        }
    }

    private static String origin(@Nullable ConfigurationProperty property) {
        return property == null || property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    }
}
