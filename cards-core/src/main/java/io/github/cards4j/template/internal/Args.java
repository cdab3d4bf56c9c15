package io.github.cards4j.template.internal;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a call.
 *
 * @param name of what is called, for messages
 * @param positional in order
 * @param named by name, in order
 */
record Args(String name, List<Value> positional, Map<String, Value> named) {

    static Args none(String name) {
        return new Args(name, List.of(), Map.of());
    }

    /** Fits the arguments to these parameters, or fails as Python does. */
    Bound bind(String... parameters) {
        if (positional.size() > parameters.length) {
            throw new Fault(
                    name + "() takes at most " + parameters.length + " arguments, but got " + positional.size());
        }
        Map<String, Value> bound = new LinkedHashMap<>();
        for (int i = 0; i < positional.size(); i++) {
            bound.put(parameters[i], positional.get(i));
        }
        named.forEach((key, value) -> {
            if (!List.of(parameters).contains(key)) {
                throw new Fault(name + "() got an unexpected keyword argument '" + key + "'");
            }
            if (bound.putIfAbsent(key, value) != null) {
                throw new Fault(name + "() got multiple values for argument '" + key + "'");
            }
        });
        return new Bound(name, bound);
    }

    /** Refuses any argument. */
    void nothing() {
        bind();
    }

    /** The arguments from this one on. */
    Args from(int index) {
        return new Args(name, positional.subList(Math.min(index, positional.size()), positional.size()), named);
    }

    /** Arguments by the names of their parameters. */
    record Bound(String function, Map<String, Value> values) {

        boolean has(String name) {
            return values.containsKey(name);
        }

        @Nullable
        Value find(String name) {
            return values.get(name);
        }

        Value get(String name) {
            Value value = values.get(name);
            if (value == null) {
                throw new Fault(function + "() missing required argument '" + name + "'");
            }
            return value;
        }

        Value or(String name, Value otherwise) {
            return values.getOrDefault(name, otherwise);
        }

        boolean flag(String name, boolean otherwise) {
            Value value = values.get(name);
            return value == null ? otherwise : value.truth();
        }

        /** A required string. */
        Text text(String name) {
            return asText(name, get(name));
        }

        /** A string, or null if it is absent or {@code none}. */
        @Nullable
        Text textOrNull(String name) {
            Value value = values.get(name);
            return value == null || value == None.NONE ? null : asText(name, value);
        }

        private Text asText(String name, Value value) {
            if (value instanceof Text text) {
                return text;
            }
            throw new Fault(function + "() argument '" + name + "' must be str, not " + value.type());
        }

        /** An integer, cut to the range of int; the default if absent. */
        int integer(String name, int otherwise) {
            Value value = values.get(name);
            return value == null ? otherwise : Args.integer(function + "() argument '" + name + "'", value);
        }
    }

    /** An integer, cut to the range of int. */
    static int integer(String what, Value value) {
        if (value instanceof Num.Whole whole) {
            return clamp(whole.whole());
        }
        throw new Fault(what + " must be an integer, not " + value.type());
    }

    private static int clamp(BigInteger value) {
        return value.bitLength() > 31
                ? (value.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE)
                : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value.longValue()));
    }
}
