package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Variables in effect at a place. Reading looks outwards, setting stays in the innermost: what a loop's body sets is gone
 * after each turn, as in Jinja.
 */
final class Frame {

    private final Run run;
    private final @Nullable Frame outer;
    private final Map<String, Value> variables;

    private Frame(Run run, @Nullable Frame outer, Map<String, Value> variables) {
        this.run = run;
        this.outer = outer;
        this.variables = variables;
    }

    /** The outermost. */
    static Frame root(Run run, Map<String, Value> variables, Scope scope) {
        return new Frame(run, null, variables).inner(scope);
    }

    /** A frame for the part of the template that this scope describes. */
    Frame inner(Scope scope) {
        Frame inner = new Frame(run, this, new HashMap<>());
        scope.hidden().forEach(name -> inner.set(name, Undefined.variable(name)));
        return inner;
    }

    Run run() {
        return run;
    }

    Value get(String name) {
        for (Frame frame = this; frame != null; frame = frame.outer) {
            Value value = frame.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return Globals.orUndefined(name);
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }

    Value value(Expr expr) {
        run.step();
        run.deeper();
        try {
            return expr.eval(this);
        } catch (Fault fault) {
            throw fault.at(expr.at());
        } finally {
            run.shallower();
        }
    }

    List<Value> values(List<Expr> exprs) {
        List<Value> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(value(expr));
        }
        return values;
    }

    /** The value, after counting what it took to make it out of so much. */
    Value charged(Value made, long from) {
        run.charge(made.weight() + from);
        return made;
    }

    Stmt.End exec(List<Stmt> body, TextBuilder out) {
        run.deeper();
        try {
            for (Stmt stmt : body) {
                run.step();
                Stmt.End end = stmt.exec(this, out);
                if (end != Stmt.End.DONE) {
                    return end;
                }
            }
            return Stmt.End.DONE;
        } finally {
            run.shallower();
        }
    }
}
