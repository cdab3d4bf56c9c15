package io.github.cards4j.template.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Functions that every template has. */
final class Globals {

    private static final Map<String, Function> ALL = Map.of(
            "range", new Function("range", (args, frame) -> range(args)),
            "dict", new Function("dict", (args, frame) -> dict(args)),
            "namespace", new Function("namespace", (args, frame) -> namespace(args)),
            "raise_exception", new Function("raise_exception", (args, frame) -> raise(args)),
            "strftime_now",
                    new Function(
                            "strftime_now",
                            (args, frame) -> Strftime.format(
                                    args.bind("format").text("format"),
                                    frame.run().clock())));

    private Globals() {}

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static Value orUndefined(String name) {
        Function global = ALL.get(name);
        return global == null ? Undefined.variable(name) : global;
    }

    private static Value raise(Args args) {
        throw Fault.raised(Repr.str(args.bind("message").get("message")).string());
    }

    private static Value range(Args args) {
        if (!args.named().isEmpty()) {
            throw new Fault("range() takes no keyword arguments");
        }
        Args.Bound bound = args.bind("start", "stop", "step");
        long first = Args.integer("range()'s argument", bound.get("start"));
        return bound.has("stop")
                ? Span.of(first, bound.integer("stop", 0), bound.integer("step", 1))
                : Span.of(0, first, 1);
    }

    private static Value dict(Args args) {
        return Dict.of(entries(args));
    }

    /** A dict or pairs, then named ones. */
    private static Map<Value, Value> entries(Args args) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        if (args.positional().size() > 1) {
            throw new Fault(args.name() + "() takes at most 1 positional argument");
        }
        for (Value from : args.positional()) {
            if (from instanceof Undefined undefined) {
                throw undefined.fault();
            }
            if (from instanceof Dict dict) {
                entries.putAll(dict.entries());
                continue;
            }
            for (Value pair : Iteration.list(from)) {
                var two = Iteration.list(pair);
                if (two.size() != 2) {
                    throw new Fault("a dict is made of pairs, not of " + two.size() + " values");
                }
                entries.put(Dict.hashed(two.get(0)), two.get(1));
            }
        }
        args.named().forEach((name, value) -> entries.put(Text.template(name), value));
        return entries;
    }

    private static Value namespace(Args args) {
        Map<String, Value> values = new LinkedHashMap<>();
        entries(args).forEach((name, value) -> values.put(Repr.str(name).string(), value));
        return new Namespace(values);
    }
}
