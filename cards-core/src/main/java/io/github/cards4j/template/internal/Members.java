package io.github.cards4j.template.internal;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes and elements. Jinja lets a template write one for the other, and looks for both. */
final class Members {

    /** What Jinja's sandbox keeps templates from calling. */
    private static final Map<String, Set<String>> MUTATING = Map.of(
            "dict", Set.of("clear", "pop", "popitem", "setdefault", "update"),
            "list", Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove"));

    private Members() {}

    /** {@code of.name}: an attribute, else an element. */
    static Value attribute(Value of, String name) {
        Text key = Text.template(name);
        Value found = own(of, name);
        if (found == null) {
            found = entry(of, key);
        }
        return found == null ? Undefined.member(of, key) : found;
    }

    /** {@code of[index]}: an element, else an attribute. */
    static Value element(Value of, Value index) {
        Value found = entry(of, index);
        if (found == null && index instanceof Text name) {
            found = own(of, name.string());
        }
        return found == null ? Undefined.member(of, index) : found;
    }

    /** An attribute that values of this type have, or null. */
    private static @Nullable Value own(Value of, String name) {
        if (of instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (of instanceof Namespace namespace) {
            return namespace.values().get(name);
        }
        if (of instanceof LoopState loop) {
            return loop.attribute(name);
        }
        if (MUTATING.getOrDefault(of.type(), Set.of()).contains(name)) {
            return new Undefined("access to attribute '" + name + "' of '" + of.type() + "' object is unsafe.");
        }
        if (of instanceof Text text) {
            return TextMethods.find(text, name);
        }
        if (of instanceof Dict dict) {
            return DictMethods.find(dict, name);
        }
        if (of instanceof Items items && items.sequence()) {
            return ListMethods.find(items, name);
        }
        return of instanceof Function function && name.equals("name") ? Text.template(function.name()) : null;
    }

    private static @Nullable Value entry(Value of, Value index) {
        if (of instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (of instanceof Dict dict) {
            return Dict.hashable(index) ? dict.get(index) : null;
        }
        if (!(index instanceof Num.Whole whole)) {
            return null;
        }
        if (of instanceof Items items && items.sequence()) {
            int at = at(whole.whole(), items.values().size());
            return at < 0 ? null : items.values().get(at);
        }
        if (of instanceof Text text) {
            int at = at(whole.whole(), text.length());
            return at < 0 ? null : text.at(at);
        }
        if (of instanceof Span span) {
            int at = at(whole.whole(), span.count());
            return at < 0 ? null : span.get(at);
        }
        return null;
    }

    /** The place of an index that may count from the end, or -1 if there is none. */
    private static int at(BigInteger index, int size) {
        if (index.bitLength() > 31) {
            return -1;
        }
        long at = index.longValue() < 0 ? index.longValue() + size : index.longValue();
        return at >= 0 && at < size ? (int) at : -1;
    }

    /** Of several attribute names the one path: {@code a.b.0}. */
    static Value path(Value of, List<Value> names) {
        Value value = of;
        for (Value name : names) {
            value = element(value, name);
        }
        return value;
    }
}
