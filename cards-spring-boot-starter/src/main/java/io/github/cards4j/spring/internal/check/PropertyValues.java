package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.internal.check.KnownProperties.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** Reads each value by itself, so that one that is wrong does not hide the next. */
final class PropertyValues {

    private static final String AUDIT = "cards.audit.enabled";
    private static final String AUDIT_FILE = "cards.audit.file";

    private final PropertySources sources;
    private final Binder binder;
    private final List<String> problems = new ArrayList<>();

    PropertyValues(ConfigurableEnvironment environment) {
        sources = new PropertySources(environment);
        binder = Binder.get(environment);
    }

    /** All that is wrong, each with the name of its property and what is allowed. */
    List<String> problems() {
        Map<String, Object> values = new HashMap<>();
        Map<String, Object> options = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (Known known : KnownProperties.ALL.single()) {
            if (known.name().equals(AUDIT_FILE) && !sources.flag(AUDIT)) {
                continue; // nobody will write it, perhaps nobody on this machine could
            }
            ConfigurationPropertyName name = ConfigurationPropertyName.of(known.name());
            String option = PropertyRanges.option(known);
            Object value = read(name, known.type(), option);
            if (option != null) {
                names.put(option, known.name());
            }
            if (value != null) {
                values.put(known.name(), value);
                if (option != null) {
                    options.put(option, value);
                }
            }
        }
        UnaryOperator<String> common = option -> names.getOrDefault(option, option);
        problems.addAll(new Contradictions(common).among(options, options));
        problems.addAll(ModelFolders.problems(
                (String) values.get("cards.llm.location"),
                (String) values.get("cards.reward.location"),
                values.containsKey("cards.reward.question")));
        if (Boolean.TRUE.equals(values.get(AUDIT)) && !isSet(AUDIT_FILE)) {
            problems.add(AUDIT + " is true, but " + AUDIT_FILE + " names no file");
        }
        sources.profiles().forEach(profile -> profile(profile, options));
        return problems;
    }

    private void profile(ConfigurationPropertyName profile, Map<String, Object> common) {
        Map<String, Object> own = new HashMap<>();
        for (Known known : KnownProperties.ALL.profile()) {
            Object value = read(profile.append(known.name()), known.type(), known.component());
            if (value != null) {
                own.put(known.component(), value);
            }
        }
        Map<String, Object> effective = new HashMap<>(common);
        effective.putAll(own);
        problems.addAll(
                new Contradictions(option -> profile + "." + KnownProperties.dashed(option)).among(own, effective));
    }

    private boolean isSet(String name) {
        try {
            return StringUtils.hasText(binder.bind(name, String.class).orElse(""));
        } catch (BindException e) {
            return true; // and has been reported
        }
    }

    /** Null if it is unset, or wrong. */
    private @Nullable Object read(ConfigurationPropertyName name, ResolvableType type, @Nullable String option) {
        Object value;
        try {
            value = binder.bind(name, Bindable.of(type)).orElse(null);
        } catch (BindException e) {
            problems.add(unreadable(name, type, e));
            return null;
        }
        String problem = value == null ? null : PropertyRanges.problem(name.toString(), option, value);
        if (problem != null) {
            problems.add(problem + sources.origin(name));
            return null;
        }
        return value;
    }

    private String unreadable(ConfigurationPropertyName name, ResolvableType type, BindException e) {
        Object found = e.getProperty() == null ? "" : e.getProperty().getValue();
        return name + " must be " + wanted(type.resolve(Object.class)) + ", but is '" + found + "'"
                + sources.origin(name);
    }

    private static String wanted(Class<?> declared) {
        Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(declared);
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Double.class) {
            return "a number";
        }
        if (type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a length of time such as 30s or 2m";
        }
        return type == DataSize.class ? "a size such as 100MB" : "a " + type.getSimpleName();
    }
}
