package io.github.cards4j.template.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement: everything that is not an expression, the text between tags too. */
interface Stmt {

    /**
     * Statements with variables of their own.
     *
     * @param scope which of these
     * @param body in order
     */
    record Block(Scope scope, List<Stmt> body) {
        End exec(Frame frame, TextBuilder out) {
            return frame.inner(scope).exec(body, out);
        }
    }

    /** How it ended. */
    enum End {
        DONE,
        BREAK,
        CONTINUE
    }

    /** Call it through {@link Frame#exec}. */
    End exec(Frame frame, TextBuilder out);

    /** The template's own text. */
    record Data(String text) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            out.append(text);
            return End.DONE;
        }
    }

    /** {@code {{ value }}}. */
    record Print(Expr value) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            Value printed = frame.value(value);
            try {
                Text text = Repr.str(printed);
                frame.run().charge(text.weight());
                out.append(text);
                return End.DONE;
            } catch (Fault fault) {
                throw fault.at(value.at());
            }
        }
    }

    /** {@code {% if %}}, with {@code elif} as an {@code If} in {@code otherwise}. */
    record If(Expr test, List<Stmt> then, List<Stmt> otherwise) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            return frame.exec(frame.value(test).truth() ? then : otherwise, out);
        }
    }

    /** {@code {% set target = value %}}. */
    record Set(Target target, Expr value) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            target.assign(frame, frame.value(value));
            return End.DONE;
        }
    }

    /** {@code {% set target %}…{% endset %}}. */
    record SetBlock(Target target, Block block, List<Call> filters) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            target.assign(frame, captured(frame, block, filters));
            return End.DONE;
        }
    }

    /** {@code {% filter name %}…{% endfilter %}}. */
    record FilterBlock(Block block, List<Call> filters) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            out.append(Repr.str(captured(frame, block, filters)));
            return End.DONE;
        }
    }

    /** A filter that waits for its input. */
    record Call(At at, String name, Filter filter, Arguments arguments) {}

    private static Value captured(Frame frame, Block block, List<Call> filters) {
        Frame inner = frame.inner(block.scope);
        TextBuilder captured = new TextBuilder();
        inner.exec(block.body, captured);
        Value value = captured.text();
        for (Call call : filters) {
            value = inner.value(new Expr.Filtered(
                    call.at, new Expr.Captured(call.at, value), call.name, call.filter, call.arguments));
        }
        return value;
    }

    /** {@code {% with a = 1 %}}: all values are those outside. */
    record With(List<Target> targets, List<Expr> values, Block block) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            Frame inner = frame.inner(block.scope);
            List<Value> outside = frame.values(values);
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(inner, outside.get(i));
            }
            return inner.exec(block.body, out);
        }
    }

    /** A body with variables of its own: {@code {% generation %}} marks what the assistant says, and does no more. */
    record Scoped(Block block) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            return block.exec(frame, out);
        }
    }

    /** {@code {% macro %}}. */
    record DefineMacro(Macro macro) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            frame.set(macro.name(), macro.function(frame));
            return End.DONE;
        }
    }

    /** {@code {% call %}}: the macro gets the body as {@code caller}. */
    record CallBlock(Expr.Call call, Macro body) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            Value callee = frame.value(call.of());
            Args args = call.arguments().args("caller", frame);
            Map<String, Value> named = new LinkedHashMap<>(args.named());
            named.put("caller", body.function(frame));
            Value result = Calls.call(callee, new Args(args.name(), args.positional(), named), frame);
            out.append(Repr.str(result));
            return End.DONE;
        }
    }

    /** {@code {% break %}} or {@code {% continue %}}. */
    record Leave(End end) implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            return end;
        }
    }

    /** {@code {% for %}}. */
    record For(
            At at,
            Target target,
            Expr values,
            @Nullable Expr test,
            Scope testScope,
            boolean recursive,
            Block block,
            Block otherwise)
            implements Stmt {
        @Override
        public End exec(Frame frame, TextBuilder out) {
            try {
                return run(frame, frame.value(values), 0, out);
            } catch (Fault fault) {
                throw fault.at(at);
            }
        }

        /** As in Jinja, an {@code else} also follows where no turn reached its end; what it breaks is the loop around. */
        private End run(Frame frame, Value from, int depth, TextBuilder out) {
            Loop loop = new Loop(from, test == null ? null : value -> passes(frame, value), depth);
            LoopState state = new LoopState(loop, recursive ? (more, at) -> again(frame, more, at) : null);
            boolean completed = false;
            while (loop.advance()) {
                frame.run().step();
                Frame inner = frame.inner(block.scope);
                target.assign(inner, loop.current());
                inner.set("loop", state);
                End end = inner.exec(block.body, out);
                if (end == End.BREAK) {
                    break;
                }
                completed |= end == End.DONE;
            }
            return completed ? End.DONE : otherwise.exec(frame, out);
        }

        private boolean passes(Frame frame, Value value) {
            Frame inner = frame.inner(testScope);
            target.assign(inner, value);
            return test == null || inner.value(test).truth();
        }

        private Text again(Frame frame, Value more, int depth) {
            TextBuilder out = new TextBuilder();
            frame.run().enter();
            run(frame, more, depth, out);
            frame.run().leave();
            return out.text();
        }
    }
}
