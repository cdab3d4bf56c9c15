package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A macro: a function whose result is what its body writes.
 *
 * @param name its name
 * @param parameters in order
 * @param defaults of the last parameters
 * @param block what it writes
 * @param mentions names that the body reads; {@code varargs}, {@code kwargs} and {@code caller} are passed only then
 */
record Macro(String name, List<String> parameters, List<Expr> defaults, Stmt.Block block, Set<String> mentions) {

    /** The macro, defined in this frame: its body sees the variables there. */
    Function function(Frame defined) {
        return new Function(name, (args, caller) -> call(defined, args));
    }

    private Text call(Frame defined, Args args) {
        Frame frame = defined.inner(block.scope());
        Map<String, Value> named = new LinkedHashMap<>(args.named());
        int given = Math.min(args.positional().size(), parameters.size());
        for (String parameter : parameters) {
            frame.set(parameter, Undefined.variable(parameter));
        }
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            Value value = i < given ? args.positional().get(i) : named.remove(parameter);
            frame.set(parameter, value == null ? fallback(i, frame) : value);
        }
        special(frame, args, named, given);
        frame.run().enter();
        TextBuilder out = new TextBuilder();
        frame.exec(block.body(), out);
        frame.run().leave();
        return out.text();
    }

    private Value fallback(int parameter, Frame frame) {
        int index = parameter - (parameters.size() - defaults.size());
        return index < 0
                ? new Undefined("parameter '" + parameters.get(parameter) + "' was not provided")
                : frame.value(defaults.get(index));
    }

    private void special(Frame frame, Args args, Map<String, Value> named, int given) {
        if (wants("caller")) {
            Value caller = named.remove("caller");
            frame.set("caller", caller == null ? new Undefined("No caller defined") : caller);
        }
        if (wants("kwargs")) {
            frame.set("kwargs", Dict.named(named));
        } else if (!named.isEmpty()) {
            throw new Fault("macro '" + name + "' takes no keyword argument '"
                    + named.keySet().iterator().next() + "'");
        }
        List<Value> rest = new ArrayList<>(
                args.positional().subList(given, args.positional().size()));
        if (wants("varargs")) {
            frame.set("varargs", Items.of(rest, Items.Kind.TUPLE));
        } else if (!rest.isEmpty()) {
            throw new Fault("macro '" + name + "' takes not more than " + parameters.size() + " argument(s)");
        }
    }

    private boolean wants(String special) {
        return mentions.contains(special) && !parameters.contains(special);
    }
}
