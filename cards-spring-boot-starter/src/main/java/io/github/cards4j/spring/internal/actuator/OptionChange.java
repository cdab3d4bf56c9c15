package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks to change.
 *
 * @param set options with their new values
 * @param unset names of those that are given back to the calibration or the default
 */
record OptionChange(GenerationOptions set, Set<String> unset) {

    static final String UNSET = "unset";

    /**
     * Read from what a request brings.
     *
     * @param values by name; null leaves an option as it is
     * @throws IllegalArgumentException if a name is unknown or a value is unreadable or out of its range; names it
     */
    static OptionChange of(Map<String, Object> values) {
        Set<String> unset = texts(values.get(UNSET));
        refuseUnknown(values.keySet(), unset);
        GenerationOptions.Builder set = GenerationOptions.builder();
        for (EngineOption<?> option : EngineOption.ALL) {
            Object value = values.get(option.name());
            if (value != null && unset.contains(option.name())) {
                throw new IllegalArgumentException(option.name() + " is both set and unset: choose one");
            }
            option.set(set, value);
        }
        return new OptionChange(set.build(), unset);
    }

    /** @param over the second argument's options over the first's, as those of a request count before its profile's */
    GenerationOptions appliedTo(GenerationOptions options, BinaryOperator<GenerationOptions> over) {
        GenerationOptions.Builder changed = over.apply(options, set).toBuilder();
        for (EngineOption<?> option : EngineOption.ALL) {
            if (unset.contains(option.name())) {
                option.set(changed, null);
            }
        }
        return changed.build();
    }

    /**
     * Whoever asks for stricter answers shall not be left with unjudged ones.
     *
     * @param effective every option that a request would have then
     * @throws IllegalArgumentException if nothing is judged, so that what is set would have no effect
     */
    void refuseIfUnjudged(GenerationOptions effective) {
        Method method = effective.method();
        boolean zero = effective.strength() != null && effective.strength() == 0 && !floor(effective);
        boolean judged = method == null ? !zero : method.judged();
        boolean stricter = set.strength() != null && set.strength() > 0 || set.targetReward() != null || floor(set);
        if (stricter && !judged) {
            throw new IllegalArgumentException((method == null ? "strength=0" : "method=" + method.id())
                    + " judges nothing, so that this would have no effect: "
                    + (method == null ? "set a strength above 0" : "set or unset method") + " too");
        }
    }

    private static boolean floor(GenerationOptions options) {
        return options.rewardFloor() != null && options.rewardFloor() > Double.NEGATIVE_INFINITY;
    }

    private static void refuseUnknown(Set<String> named, Set<String> unset) {
        Set<String> unknown = Stream.concat(named.stream(), unset.stream())
                .filter(name -> !name.equals(UNSET) || unset.contains(UNSET))
                .collect(Collectors.toCollection(TreeSet::new));
        unknown.removeAll(EngineOption.names());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown " + String.join(", ", unknown) + ": options are "
                    + String.join(", ", EngineOption.names()) + "; " + UNSET + " may name some of them");
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
}
