package io.github.cards4j.template.internal;

import java.math.BigInteger;
import java.util.Map;

/** The tests that Jinja has. */
final class Tests {

    static final Map<String, Test> ALL = Map.ofEntries(
            Map.entry("defined", plain(value -> !(value instanceof Undefined))),
            Map.entry("undefined", plain(value -> value instanceof Undefined)),
            Map.entry("none", plain(value -> value == None.NONE)),
            Map.entry("boolean", plain(value -> value instanceof Num.Bool)),
            Map.entry("true", plain(value -> value instanceof Num.Bool bool && bool.value())),
            Map.entry("false", plain(value -> value instanceof Num.Bool bool && !bool.value())),
            Map.entry("integer", plain(value -> value instanceof Num.Int)),
            Map.entry("float", plain(value -> value instanceof Num.Real)),
            Map.entry("number", plain(value -> value instanceof Num)),
            Map.entry("string", plain(value -> value instanceof Text)),
            Map.entry("mapping", plain(value -> value instanceof Dict)),
            Map.entry("sequence", plain(Tests::sequence)),
            Map.entry("iterable", plain(value -> Iteration.orNull(value) != null)),
            Map.entry(
                    "callable",
                    plain(value ->
                            value instanceof Function || value instanceof LoopState || value instanceof Undefined)),
            Map.entry("lower", plain(value -> Casing.isLower(Repr.str(value).string()))),
            Map.entry("upper", plain(value -> Casing.isUpper(Repr.str(value).string()))),
            Map.entry("escaped", plain(value -> false)),
            Map.entry("odd", plain(value -> modulo(value, Num.of(2)).equals(Num.of(1)))),
            Map.entry("even", plain(value -> modulo(value, Num.of(2)).equals(Num.of(0)))),
            Map.entry("divisibleby", (value, args, frame) -> modulo(
                            value, args.bind("num").get("num"))
                    .equals(Num.of(0))),
            Map.entry(
                    "sameas",
                    (value, args, frame) -> same(value, args.bind("other").get("other"))),
            Map.entry(
                    "in",
                    (value, args, frame) ->
                            Comparison.in(value, args.bind("seq").get("seq"))),
            Map.entry("filter", plain(value -> value instanceof Text name && Filters.ALL.containsKey(name.string()))),
            Map.entry("test", plain(Tests::known)),
            Map.entry("eq", comparing("==")),
            Map.entry("equalto", comparing("==")),
            Map.entry("==", comparing("==")),
            Map.entry("ne", comparing("!=")),
            Map.entry("!=", comparing("!=")),
            Map.entry("gt", comparing(">")),
            Map.entry("greaterthan", comparing(">")),
            Map.entry(">", comparing(">")),
            Map.entry("ge", comparing(">=")),
            Map.entry(">=", comparing(">=")),
            Map.entry("lt", comparing("<")),
            Map.entry("lessthan", comparing("<")),
            Map.entry("<", comparing("<")),
            Map.entry("le", comparing("<=")),
            Map.entry("<=", comparing("<=")));

    /** A test without arguments. */
    private interface Plain {
        boolean holds(Value value);
    }

    private Tests() {}

    private static Test plain(Plain test) {
        return (value, args, frame) -> {
            args.nothing();
            return test.holds(value);
        };
    }

    private static Test comparing(String operator) {
        return (value, args, frame) ->
                Comparison.holds(operator, value, args.bind("other").get("other"));
    }

    private static boolean known(Value value) {
        return value instanceof Text name && ALL.containsKey(name.string());
    }

    private static boolean sequence(Value value) {
        return value instanceof Text
                || value instanceof Items items && items.sequence()
                || value instanceof Dict
                || value instanceof Span
                || value instanceof Undefined;
    }

    private static Value modulo(Value value, Value by) {
        return Arithmetic.apply("%", value, by);
    }

    private static boolean same(Value a, Value b) {
        if (a instanceof Num.Bool || b instanceof Num.Bool) {
            return a instanceof Num.Bool && b instanceof Num.Bool && a.equals(b);
        }
        if (a instanceof Num.Int x && b instanceof Num.Int y) {
            return x.equals(y) && x.whole().abs().compareTo(BigInteger.valueOf(256)) <= 0;
        }
        return a == b;
    }
}
