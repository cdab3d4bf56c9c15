package io.github.cards4j.template.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression. */
interface Expr {

    At at();

    /** Its value here; call it through {@link Frame#value}. */
    Value eval(Frame frame);

    /** A literal. */
    record Constant(At at, Value value) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return value;
        }
    }

    /** A variable. */
    record Name(At at, String name) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return frame.get(name);
        }
    }

    /** A list or a tuple. */
    record ItemsOf(At at, List<Expr> items, Items.Kind kind) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return Items.of(frame.values(items), kind);
        }
    }

    /** A dict: keys and values in turn. */
    record DictOf(At at, List<Expr> keysAndValues) implements Expr {
        @Override
        public Value eval(Frame frame) {
            Map<Value, Value> entries = new LinkedHashMap<>();
            for (int i = 0; i < keysAndValues.size(); i += 2) {
                Value key = Dict.hashed(frame.value(keysAndValues.get(i)));
                entries.put(key, frame.value(keysAndValues.get(i + 1)));
            }
            return Dict.of(entries);
        }
    }

    /** {@code of.name}: an attribute, else an element. */
    record Attribute(At at, Expr of, String name) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return Members.attribute(frame.value(of), name);
        }
    }

    /** {@code of[index]}: an element, else an attribute. */
    record Element(At at, Expr of, Expr index) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return Members.element(frame.value(of), frame.value(index));
        }
    }

    /** {@code of[from:to:step]}. */
    record Slice(
            At at,
            Expr of,
            @Nullable Expr from,
            @Nullable Expr to,
            @Nullable Expr step) implements Expr {
        @Override
        public Value eval(Frame frame) {
            Value value = frame.value(of);
            Value cut = Slices.slice(value, bound(frame, from), bound(frame, to), bound(frame, step));
            frame.run().charge(Math.max(0, Iteration.sizeOrUnknown(cut)));
            return cut;
        }

        private static Value bound(Frame frame, @Nullable Expr expr) {
            return expr == null ? None.NONE : frame.value(expr);
        }
    }

    /** A call. */
    record Call(At at, Expr of, Arguments arguments) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return Calls.call(frame.value(of), arguments, frame);
        }
    }

    /** {@code value | name(arguments)}. */
    record Filtered(At at, Expr value, String name, Filter filter, Arguments arguments) implements Expr {
        @Override
        public Value eval(Frame frame) {
            Value in = frame.value(value);
            return Filters.apply(filter, in, arguments.args(name, frame), frame);
        }
    }

    /** {@code value is name(arguments)}. */
    record Tested(At at, Expr value, String name, Test test, Arguments arguments) implements Expr {
        @Override
        public Value eval(Frame frame) {
            Value in = frame.value(value);
            Args args = arguments.args(name, frame);
            boolean reads = !args.positional().isEmpty() || in instanceof Text;
            frame.run().charge(reads ? in.weight() : 0);
            return Num.of(test.holds(in, args, frame));
        }
    }

    /** {@code not value}. */
    record Not(At at, Expr value) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return Num.of(!frame.value(value).truth());
        }
    }

    /** {@code left and right}, or {@code left or right}: the one that decides. */
    record Logic(At at, boolean and, Expr left, Expr right) implements Expr {
        @Override
        public Value eval(Frame frame) {
            Value first = frame.value(left);
            return first.truth() == and ? frame.value(right) : first;
        }
    }

    /** {@code -value} or {@code +value}. */
    record Sign(At at, boolean minus, Expr value) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return Arithmetic.sign(minus, frame.value(value));
        }
    }

    /** An operator of arithmetic. */
    record Binary(At at, String operator, Expr left, Expr right) implements Expr {
        @Override
        public Value eval(Frame frame) {
            Value a = frame.value(left);
            Value b = frame.value(right);
            return frame.charged(Arithmetic.apply(operator, a, b), a.weight() + b.weight());
        }
    }

    /** {@code a ~ b ~ c}: all of them as text. */
    record Concat(At at, List<Expr> parts) implements Expr {
        @Override
        public Value eval(Frame frame) {
            TextBuilder joined = new TextBuilder();
            frame.values(parts).forEach(part -> joined.append(Repr.str(part)));
            return frame.charged(joined.text(), 0);
        }
    }

    /** {@code first < second < third}: each pair, as far as they hold. */
    record Compare(At at, Expr first, List<String> operators, List<Expr> others) implements Expr {
        @Override
        public Value eval(Frame frame) {
            Value left = frame.value(first);
            for (int i = 0; i < operators.size(); i++) {
                Value right = frame.value(others.get(i));
                boolean in = operators.get(i).endsWith("in");
                frame.run().charge(in ? right.weight() : Math.min(left.weight(), right.weight()));
                if (!Comparison.holds(operators.get(i), left, right)) {
                    return Num.of(false);
                }
                left = right;
            }
            return Num.of(true);
        }
    }

    /** {@code then if test else otherwise}. */
    record Conditional(
            At at, Expr test, Expr then, @Nullable Expr otherwise) implements Expr {
        @Override
        public Value eval(Frame frame) {
            if (frame.value(test).truth()) {
                return frame.value(then);
            }
            return otherwise == null
                    ? new Undefined("the inline if-expression on line " + at.line()
                            + " evaluated to false and no else section was defined.")
                    : frame.value(otherwise);
        }
    }

    /** What a set block or filter block captured, as the input of its filters. */
    record Captured(At at, Value value) implements Expr {
        @Override
        public Value eval(Frame frame) {
            return value;
        }
    }
}
