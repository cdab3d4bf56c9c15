package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Filters that apply another filter or test to each value. What they give comes one by one, when it is asked for. */
final class SelectFilters {

    static final Map<String, Filter> ALL = Map.of(
            "map", SelectFilters::map,
            "select", (in, args, frame) -> select(in, args, frame, false, true),
            "reject", (in, args, frame) -> select(in, args, frame, false, false),
            "selectattr", (in, args, frame) -> select(in, args, frame, true, true),
            "rejectattr", (in, args, frame) -> select(in, args, frame, true, false),
            "groupby", (in, args, frame) -> groupby(in, args));

    private SelectFilters() {}

    private static Value map(Value in, Args args, Frame frame) {
        if (!in.truth()) {
            return new Stream(Collections.emptyIterator());
        }
        if (args.positional().isEmpty() && args.named().containsKey("attribute")) {
            Args.Bound bound = args.bind("attribute", "default");
            Value attribute = bound.get("attribute");
            Value otherwise = bound.or("default", None.NONE);
            return new Stream(Iteration.map(Iteration.of(in), value -> Attributes.readOr(value, attribute, otherwise)));
        }
        if (args.positional().isEmpty()) {
            throw new Fault("map requires a filter argument");
        }
        String name = Repr.str(args.positional().get(0)).string();
        Filter filter = Filters.ALL.get(name);
        if (filter == null) {
            throw new Fault("No filter named '" + name + "'.");
        }
        Args rest = new Args(name, args.from(1).positional(), args.named());
        return new Stream(Iteration.map(Iteration.of(in), value -> Filters.apply(filter, value, rest, frame)));
    }

    private static Value select(Value in, Args args, Frame frame, boolean ofAttribute, boolean wanted) {
        if (!in.truth()) {
            return new Stream(Collections.emptyIterator());
        }
        int offset = ofAttribute ? 1 : 0;
        if (args.positional().size() < offset) {
            throw new Fault("Missing parameter for attribute name");
        }
        Value attribute = ofAttribute ? args.positional().get(0) : None.NONE;
        Predicate<Value> holds = predicate(args.from(offset), frame);
        return new Stream(Iteration.filter(Iteration.of(in), value -> {
            frame.run().step();
            return holds.test(Attributes.read(value, attribute)) == wanted;
        }));
    }

    private static Predicate<Value> predicate(Args args, Frame frame) {
        if (args.positional().isEmpty()) {
            return Value::truth;
        }
        String name = Repr.str(args.positional().get(0)).string();
        Test test = Tests.ALL.get(name);
        if (test == null) {
            throw new Fault("No test named '" + name + "'.");
        }
        Args rest = new Args(name, args.from(1).positional(), args.named());
        return value -> {
            frame.run().charge(value.weight());
            return test.holds(value, rest, frame);
        };
    }

    private static Value groupby(Value in, Args args) {
        Args.Bound bound = args.bind("attribute", "default", "case_sensitive");
        Value attribute = bound.get("attribute");
        Value otherwise = bound.or("default", None.NONE);
        boolean sensitive = bound.flag("case_sensitive", false);
        List<Items> keyed = new ArrayList<>();
        for (Value value : Iteration.list(in)) {
            Value key = Attributes.key(Attributes.readOr(value, attribute, otherwise), sensitive);
            keyed.add(Items.tuple(key, value));
        }
        keyed.sort((a, b) -> Comparison.compare(a.values().get(0), b.values().get(0)));
        List<Value> groups = new ArrayList<>();
        for (int from = 0; from < keyed.size(); ) {
            int to = from;
            Value key = keyed.get(from).values().get(0);
            List<Value> members = new ArrayList<>();
            while (to < keyed.size() && keyed.get(to).values().get(0).equals(key)) {
                members.add(keyed.get(to++).values().get(1));
            }
            Value shown = Attributes.readOr(members.get(0), attribute, otherwise);
            groups.add(Items.tuple(shown, Items.list(members)));
            from = to;
        }
        return Items.list(groups);
    }
}
