package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import java.time.Duration;
import java.util.ArrayList;
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

    interface Getter<T> {
        @Nullable
        T of(GenerationOptions options);
    }

    interface Setter<T> {
        GenerationOptions.Builder set(GenerationOptions.Builder options, @Nullable T value);
    }

    static final List<EngineOption<?>> ALL = List.of(
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
     * Reads a value as a request brings it.
     *
     * @throws IllegalArgumentException if it is unreadable
     */
    void set(GenerationOptions.Builder options, @Nullable Object value) {
        var unused = setter.set(options, value == null ? null : read(value));
    }

    private T read(Object value) {
        if (type == Method.class) {
            return type.cast(Method.parse(value.toString()));
        }
        @Nullable T read = null;
        try {
            read = ApplicationConversionService.getSharedInstance().convert(value.toString(), type);
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
    static String logged(@Nullable Object value) {
        return value == null ? "unset" : shown(value).toString().replaceAll("\\p{Cntrl}", " ");
    }
}
