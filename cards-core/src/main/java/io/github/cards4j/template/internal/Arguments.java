package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as a call writes them down.
 *
 * @param positional in order
 * @param named by name
 * @param star further positional ones: {@code *star}
 * @param starStar further named ones: {@code **starStar}
 */
record Arguments(
        List<Expr> positional,
        Map<String, Expr> named,
        @Nullable Expr star,
        @Nullable Expr starStar) {

    static final Arguments NONE = new Arguments(List.of(), Map.of(), null, null);

    /** Their values here. */
    Args args(String name, Frame frame) {
        if (positional.isEmpty() && named.isEmpty() && star == null && starStar == null) {
            return Args.none(name);
        }
        List<Value> values = new ArrayList<>(frame.values(positional));
        Map<String, Value> byName = new LinkedHashMap<>();
        named.forEach((key, expr) -> byName.put(key, frame.value(expr)));
        if (star != null) {
            Iteration.of(frame.value(star)).forEachRemaining(values::add);
        }
        if (starStar != null) {
            addNamed(name, frame.value(starStar), byName);
        }
        return new Args(name, values, byName);
    }

    private static void addNamed(String name, Value more, Map<String, Value> byName) {
        if (!(more instanceof Dict dict)) {
            throw new Fault(name + "() argument after ** must be a mapping, not " + more.type());
        }
        dict.entries().forEach((key, value) -> {
            if (!(key instanceof Text text)) {
                throw new Fault("keywords must be strings");
            }
            if (byName.putIfAbsent(text.string(), value) != null) {
                throw new Fault(name + "() got multiple values for keyword argument '" + text + "'");
            }
        });
    }
}
