package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionException;

/** An option of {@link GenerationOptions} that can be seen and changed by its name. */
record EngineOption<T>(String name, Class<T> type, Getter<T> getter, Setter<T> setter) {

    static final String UNSET = "unset";

    interface Getter<T> {
        @Nullable
        T of(GenerationOptions options);
    }

    interface Setter<T> {
        GenerationOptions.Builder set(GenerationOptions.Builder options, @Nullable T value);
    }

    private static final List<EngineOption<?>> ALL = List.of(
            of("method", Method.class, o -> o.method(), (b, v) -> b.method(v)),
            of("strength", Double.class, o -> o.strength(), (b, v) -> b.strength(v)),
            of("targetReward", Double.class, o -> o.targetReward(), (b, v) -> b.targetReward(v)),
            of("rewardWeight", Double.class, o -> o.rewardWeight(), (b, v) -> b.rewardWeight(v)),
            of("rewardTemperature", Double.class, o -> o.rewardTemperature(), (b, v) -> b.rewardTemperature(v)),
            of("rewardFloor", Double.class, o -> o.rewardFloor(), (b, v) -> b.rewardFloor(v)),
            of("maxAttempts", Integer.class, o -> o.maxAttempts(), (b, v) -> b.maxAttempts(v)),
            of("onExhausted", OnExhausted.class, o -> o.onExhausted(), (b, v) -> b.onExhausted(v)),
            of("replacement", String.class, o -> o.replacement(), (b, v) -> b.replacement(v)),
            of("ramp", Integer.class, o -> o.ramp(), (b, v) -> b.ramp(v)),
            of("maxLanes", Integer.class, o -> o.maxLanes(), (b, v) -> b.maxLanes(v)),
            of(
                    "uncertaintyThreshold",
                    Double.class,
                    o -> o.uncertaintyThreshold(),
                    (b, v) -> b.uncertaintyThreshold(v)),
            of("minSegmentTokens", Integer.class, o -> o.minSegmentTokens(), (b, v) -> b.minSegmentTokens(v)),
            of("maxSegmentTokens", Integer.class, o -> o.maxSegmentTokens(), (b, v) -> b.maxSegmentTokens(v)),
            of("temperature", Double.class, o -> o.temperature(), (b, v) -> b.temperature(v)),
            of("topK", Integer.class, o -> o.topK(), (b, v) -> b.topK(v)),
            of("topP", Double.class, o -> o.topP(), (b, v) -> b.topP(v)),
            of("maxNewTokens", Integer.class, o -> o.maxNewTokens(), (b, v) -> b.maxNewTokens(v)),
            of("deadline", Duration.class, o -> o.deadline(), (b, v) -> b.deadline(v)));

    private static <T> EngineOption<T> of(String name, Class<T> type, Getter<T> getter, Setter<T> setter) {
        return new EngineOption<>(name, type, getter, setter);
    }

    static Set<String> names() {
        return ALL.stream().map(EngineOption::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that are set, by name, as JSON shows them. */
    static Map<String, Object> view(GenerationOptions options) {
        Map<String, Object> view = new LinkedHashMap<>();
        for (EngineOption<?> option : ALL) {
            Object value = option.getter.of(options);
            if (value != null) {
                view.put(option.name, shown(value));
            }
        }
        List<String> stopSequences = options.stopSequences();
        if (stopSequences != null) {
            view.put("stopSequences", stopSequences);
        }
        Long seed = options.seed();
        if (seed != null) {
            view.put("seed", seed);
        }
        return view;
    }

    /** A value as JSON and logs show it. */
    static Object shown(Object value) {
        if (value instanceof Method method) {
            return method.id();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        return value instanceof Duration ? value.toString() : value;
    }

    /**
     * The options with these values, and without those that {@code unset} names.
     *
     * @param values by name, as a request brings them; null leaves an option as it is
     * @throws IllegalArgumentException if a name is unknown or a value is unreadable or out of its range; names it
     */
    static GenerationOptions change(GenerationOptions options, Map<String, Object> values) {
        Set<String> unset = texts(values.get(UNSET));
        refuseUnknown(values.keySet(), unset);
        GenerationOptions.Builder changed = options.toBuilder();
        for (EngineOption<?> option : ALL) {
            Object value = values.get(option.name);
            if (value != null && unset.contains(option.name)) {
                throw new IllegalArgumentException(option.name + " is both set and unset: choose one");
            }
            if (value != null || unset.contains(option.name)) {
                option.set(changed, value);
            }
        }
        return changed.build();
    }

    private static void refuseUnknown(Set<String> named, Set<String> unset) {
        Set<String> unknown = Stream.concat(named.stream(), unset.stream())
                .filter(name -> !name.equals(UNSET) || unset.contains(UNSET))
                .collect(Collectors.toCollection(TreeSet::new));
        unknown.removeAll(names());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown " + String.join(", ", unknown) + ": options are "
                    + String.join(", ", names()) + "; " + UNSET + " may name some of them");
        }
    }

    /** A list, or a text of names between commas. */
    private static Set<String> texts(@Nullable Object value) {
        if (value == null) {
            return Set.of();
        }
        Collection<?> parts = value instanceof Collection<?> list
                ? list
                : List.of(value.toString().split(","));
        return parts.stream()
                .map(part -> part.toString().strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toSet());
    }

    private void set(GenerationOptions.Builder options, @Nullable Object value) {
        var unused = setter.set(options, value == null ? null : read(value));
    }

    private T read(Object value) {
        if (type == Method.class) {
            return type.cast(Method.parse(value.toString()));
        }
        @Nullable T read = null;
        try {
            read = ApplicationConversionService.getSharedInstance().convert(value, type);
        } catch (ConversionException e) {
            // said below
        }
        if (read == null) {
            throw new IllegalArgumentException(name + " must be " + kind() + ", but is '" + value + "'");
        }
        return read;
    }

    private String kind() {
        T[] constants = type.getEnumConstants();
        if (constants != null) {
            return Stream.of(constants).map(c -> shown(c).toString()).collect(Collectors.joining(", ", "one of ", ""));
        }
        return type == Double.class ? "a number" : type == Integer.class ? "a whole number" : "a time such as 30s";
    }

    /** What changed, for a log: {@code strength 0.5 -> 0.7}; empty if nothing did. */
    static String difference(GenerationOptions before, GenerationOptions after) {
        List<String> changes = new ArrayList<>();
        for (EngineOption<?> option : ALL) {
            Object was = option.getter.of(before);
            Object is = option.getter.of(after);
            if (!Objects.equals(was, is)) {
                changes.add(option.name + " " + logged(was) + " -> " + logged(is));
            }
        }
        return String.join(", ", changes);
    }

    /** On one line, whatever it holds. */
    private static String logged(@Nullable Object value) {
        return value == null ? "unset" : shown(value).toString().replaceAll("\\p{Cntrl}", " ");
    }
}
