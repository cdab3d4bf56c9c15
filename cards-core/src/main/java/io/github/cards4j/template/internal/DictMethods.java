package io.github.cards4j.template.internal;

import org.jspecify.annotations.Nullable;

/** Methods of dicts. */
final class DictMethods {

    private DictMethods() {}

    /** The method of this name, bound to the dict, or null. */
    static @Nullable Function find(Dict dict, String name) {
        Function.Body body =
                switch (name) {
                    case "items" -> (args, frame) -> without(args, dict.pairs());
                    case "keys" -> (args, frame) -> without(args, dict.keys());
                    case "values" -> (args, frame) -> without(args, dict.values());
                    case "copy" -> (args, frame) -> without(args, dict);
                    case "get" -> (args, frame) -> get(dict, args);
                    default -> null;
                };
        return body == null ? null : new Function(name, body);
    }

    private static Value without(Args args, Value value) {
        args.nothing();
        return value;
    }

    private static Value get(Dict dict, Args args) {
        if (!args.named().isEmpty()) {
            throw new Fault("dict.get() takes no keyword arguments");
        }
        Args.Bound bound = args.bind("key", "default");
        Value found = dict.get(Dict.hashed(bound.get("key")));
        return found == null ? bound.or("default", None.NONE) : found;
    }
}
