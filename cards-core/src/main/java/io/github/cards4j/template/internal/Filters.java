package io.github.cards4j.template.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The filters, and how one is applied. */
final class Filters {

    static final Map<String, Filter> ALL = all();

    /** What these take does not grow with what is inside the elements. */
    private static final Set<String> SHALLOW = Set.of(
            "length",
            "count",
            "first",
            "last",
            "list",
            "reverse",
            "batch",
            "slice",
            "items",
            "select",
            "reject",
            "selectattr",
            "rejectattr",
            "map",
            "default",
            "d",
            "attr");

    private Filters() {}

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>(TextFilters.ALL);
        all.putAll(NumberFilters.ALL);
        all.putAll(ItemFilters.ALL);
        all.putAll(SelectFilters.ALL);
        all.put("tojson", (in, args, frame) -> Json.dumps(in, args));
        all.put("default", Filters::orDefault);
        all.put("d", Filters::orDefault);
        all.put("safe", (in, args, frame) -> Repr.str(in));
        all.put("attr", Filters::attribute);
        return Map.copyOf(all);
    }

    static Value apply(Filter filter, Value in, Args args, Frame frame) {
        if (SHALLOW.contains(args.name())) {
            frame.run().charge(Math.max(0, Iteration.sizeOrUnknown(in)));
            return filter.apply(in, args, frame);
        }
        long weight = in.weight();
        for (Value arg : args.positional()) {
            weight += arg.weight();
        }
        return frame.charged(filter.apply(in, args, frame), weight);
    }

    private static Value orDefault(Value in, Args args, Frame frame) {
        Args.Bound bound = args.bind("default_value", "boolean");
        boolean absent = in instanceof Undefined || bound.flag("boolean", false) && !in.truth();
        return absent ? bound.or("default_value", Text.EMPTY) : in;
    }

    private static Value attribute(Value in, Args args, Frame frame) {
        Text name = args.bind("name").text("name");
        Value found = Members.attribute(in, name.string());
        boolean entry = in instanceof Dict dict && found == dict.get(name);
        return entry ? Undefined.member(in, name) : found;
    }
}
