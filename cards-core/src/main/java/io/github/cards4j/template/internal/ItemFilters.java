package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Filters of sequences and dicts. */
final class ItemFilters {

    static final Map<String, Filter> ALL = Map.ofEntries(
            Map.entry("length", (in, args, frame) -> Num.of((long) Iteration.size(in))),
            Map.entry("count", (in, args, frame) -> Num.of((long) Iteration.size(in))),
            Map.entry("list", (in, args, frame) -> Items.list(Iteration.list(in))),
            Map.entry("first", (in, args, frame) -> first(in)),
            Map.entry("last", (in, args, frame) -> last(in)),
            Map.entry("join", (in, args, frame) -> join(in, args)),
            Map.entry("reverse", (in, args, frame) -> reverse(in)),
            Map.entry("items", (in, args, frame) -> items(in)),
            Map.entry("dictsort", (in, args, frame) -> dictsort(in, args)),
            Map.entry("sort", (in, args, frame) -> sort(in, args)),
            Map.entry("unique", (in, args, frame) -> unique(in, args)),
            Map.entry("min", (in, args, frame) -> extreme(in, args, 1)),
            Map.entry("max", (in, args, frame) -> extreme(in, args, -1)),
            Map.entry("sum", (in, args, frame) -> sum(in, args)),
            Map.entry("batch", (in, args, frame) -> batch(in, args)),
            Map.entry("slice", (in, args, frame) -> slices(in, args)));

    private ItemFilters() {}

    private static Value first(Value in) {
        Iterator<Value> values = Iteration.of(in);
        return values.hasNext() ? values.next() : new Undefined("No first item, sequence was empty.");
    }

    private static Value last(Value in) {
        if (in instanceof Stream || Iteration.orNull(in) == null) {
            throw new Fault("'" + in.type() + "' object is not reversible");
        }
        List<Value> values = Iteration.list(in);
        return values.isEmpty() ? new Undefined("No last item, sequence was empty.") : values.get(values.size() - 1);
    }

    private static Value join(Value in, Args args) {
        Args.Bound bound = args.bind("d", "attribute");
        Text separator = Repr.str(bound.or("d", Text.EMPTY));
        Value attribute = bound.or("attribute", None.NONE);
        TextBuilder joined = new TextBuilder();
        boolean first = true;
        for (Value value : Iteration.list(in)) {
            if (!first) {
                joined.append(separator);
            }
            first = false;
            joined.append(Repr.str(Attributes.read(value, attribute)));
        }
        return joined.text();
    }

    private static Value reverse(Value in) {
        if (in instanceof Text text) {
            return Slices.slice(text, None.NONE, None.NONE, Num.of(-1));
        }
        List<Value> values = new ArrayList<>(Iteration.list(in));
        Collections.reverse(values);
        return in instanceof Stream ? Items.list(values) : new Stream(values.iterator());
    }

    private static Value items(Value in) {
        if (in instanceof Undefined) {
            return new Stream(Collections.emptyIterator());
        }
        if (!(in instanceof Dict dict)) {
            // lazily, as a generator fails
            return new Stream(Iteration.filter(Collections.<Value>singleton(in).iterator(), value -> {
                throw new Fault("Can only get item pairs from a mapping.");
            }));
        }
        return new Stream(dict.pairs().values().iterator());
    }

    private static Value dictsort(Value in, Args args) {
        Args.Bound bound = args.bind("case_sensitive", "by", "reverse");
        String by = bound.has("by") ? bound.text("by").string() : "key";
        if (!by.equals("key") && !by.equals("value")) {
            throw new Fault("You can only sort by either \"key\" or \"value\"");
        }
        if (in instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (!(in instanceof Dict dict)) {
            throw new Fault("'" + in.type() + "' object has no attribute 'items'");
        }
        boolean sensitive = bound.flag("case_sensitive", false);
        int part = by.equals("key") ? 0 : 1;
        return sorted(
                dict.pairs().values(),
                pair -> Attributes.key(((Items) pair).values().get(part), sensitive),
                bound.flag("reverse", false));
    }

    private static Value sort(Value in, Args args) {
        Args.Bound bound = args.bind("reverse", "case_sensitive", "attribute");
        boolean sensitive = bound.flag("case_sensitive", false);
        Value attribute = bound.or("attribute", None.NONE);
        List<Value> attributes =
                attribute instanceof Text text ? Strings.split(text, ",", -1, false) : List.of(attribute);
        return sorted(
                Iteration.list(in),
                value -> {
                    List<Value> keys = new ArrayList<>();
                    attributes.forEach(name -> keys.add(Attributes.key(Attributes.read(value, name), sensitive)));
                    return Items.list(keys);
                },
                bound.flag("reverse", false));
    }

    /** Gives the key that a value is sorted by. */
    private interface Key {
        Value of(Value value);
    }

    private static Items sorted(List<Value> values, Key key, boolean reverse) {
        List<Items> keyed = new ArrayList<>();
        values.forEach(value -> keyed.add(Items.tuple(key.of(value), value)));
        Comparator<Items> order =
                (a, b) -> Comparison.compare(a.values().get(0), b.values().get(0));
        if (keyed.size() > 1) {
            keyed.sort(reverse ? order.reversed() : order);
        }
        List<Value> sorted = new ArrayList<>();
        keyed.forEach(pair -> sorted.add(pair.values().get(1)));
        return Items.list(sorted);
    }

    private static Value unique(Value in, Args args) {
        Args.Bound bound = args.bind("case_sensitive", "attribute");
        boolean sensitive = bound.flag("case_sensitive", false);
        Value attribute = bound.or("attribute", None.NONE);
        Set<Value> seen = new HashSet<>();
        return new Stream(Iteration.filter(
                Iteration.of(in),
                value -> seen.add(Dict.hashed(Attributes.key(Attributes.read(value, attribute), sensitive)))));
    }

    private static Value extreme(Value in, Args args, int sign) {
        Args.Bound bound = args.bind("case_sensitive", "attribute");
        boolean sensitive = bound.flag("case_sensitive", false);
        Value attribute = bound.or("attribute", None.NONE);
        Value best = null;
        Value bestKey = None.NONE;
        for (Value value : Iteration.list(in)) {
            Value key = Attributes.key(Attributes.read(value, attribute), sensitive);
            if (best == null || sign * Comparison.compare(key, bestKey) < 0) {
                best = value;
                bestKey = key;
            }
        }
        return best == null ? new Undefined("No aggregated item, sequence was empty.") : best;
    }

    private static Value sum(Value in, Args args) {
        Args.Bound bound = args.bind("attribute", "start");
        Value attribute = bound.or("attribute", None.NONE);
        Value sum = bound.or("start", Num.of(0));
        if (sum instanceof Text) {
            throw new Fault("sum() can't sum strings [use ''.join(seq) instead]");
        }
        for (Value value : Iteration.list(in)) {
            sum = Arithmetic.apply("+", sum, Attributes.read(value, attribute));
        }
        return sum;
    }

    private static Value batch(Value in, Args args) {
        Args.Bound bound = args.bind("linecount", "fill_with");
        int size = Args.integer("linecount", bound.get("linecount"));
        Value fill = bound.or("fill_with", None.NONE);
        List<Value> batches = new ArrayList<>();
        List<Value> batch = new ArrayList<>();
        for (Value value : Iteration.list(in)) {
            if (batch.size() == size) {
                batches.add(Items.list(batch));
                batch = new ArrayList<>();
            }
            batch.add(value);
        }
        if (!batch.isEmpty()) {
            while (fill != None.NONE && batch.size() < Math.min(size, Span.MAX_COUNT)) {
                batch.add(fill);
            }
            batches.add(Items.list(batch));
        }
        return new Stream(batches.iterator());
    }

    private static Value slices(Value in, Args args) {
        Args.Bound bound = args.bind("slices", "fill_with");
        int count = Args.integer("slices", bound.get("slices"));
        if (count == 0 || count > Span.MAX_COUNT) {
            throw new Fault("slice: slices must lie in [1, " + Span.MAX_COUNT + "], but is " + count);
        }
        Value fill = bound.or("fill_with", None.NONE);
        List<Value> all = Iteration.list(in);
        List<Value> slices = new ArrayList<>();
        int done = 0;
        for (int i = 0; i < count; i++) {
            boolean longer = i < all.size() % count;
            int size = all.size() / count + (longer ? 1 : 0);
            List<Value> slice = new ArrayList<>(all.subList(done, done + size));
            done += size;
            if (fill != None.NONE && !longer) {
                slice.add(fill);
            }
            slices.add(Items.list(slice));
        }
        return new Stream(slices.iterator());
    }
}
