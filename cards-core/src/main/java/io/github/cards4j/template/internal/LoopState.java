package io.github.cards4j.template.internal;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. */
final class LoopState implements Value {

    /** Renders the loop again with other values, one level deeper. */
    interface Again {
        Text render(Value values, int depth);
    }

    private final Loop loop;
    private final @Nullable Again again;

    LoopState(Loop loop, @Nullable Again again) {
        this.loop = loop;
        this.again = again;
    }

    /** An attribute, or null. */
    @Nullable
    Value attribute(String name) {
        int index0 = loop.index0();
        return switch (name) {
            case "index0" -> Num.of((long) index0);
            case "index" -> Num.of(index0 + 1L);
            case "first" -> Num.of(index0 == 0);
            case "last" -> Num.of(loop.last());
            case "length" -> Num.of((long) loop.length());
            case "revindex" -> Num.of((long) loop.length() - index0);
            case "revindex0" -> Num.of(loop.length() - index0 - 1L);
            case "previtem" -> loop.previous();
            case "nextitem" -> loop.next();
            case "depth0" -> Num.of((long) loop.depth());
            case "depth" -> Num.of(loop.depth() + 1L);
            case "cycle" -> new Function("cycle", (args, frame) -> cycle(args));
            case "changed" -> new Function("changed", (args, frame) -> Num.of(loop.changed(args.positional())));
            default -> null;
        };
    }

    private Value cycle(Args args) {
        if (args.positional().isEmpty()) {
            throw new Fault("no items for cycling given");
        }
        return args.positional().get(loop.index0() % args.positional().size());
    }

    /** {@code loop(values)} in a recursive loop. */
    Value call(Args args) {
        if (again == null) {
            throw new Fault("The loop must have the 'recursive' marker to be called recursively.");
        }
        return again.render(args.bind("iterable").get("iterable"), loop.depth() + 1);
    }

    /** Going through the variable itself takes the loop's turns away. */
    Iterator<Value> rest() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !loop.last();
            }

            @Override
            public Value next() {
                if (!loop.advance()) {
                    throw new NoSuchElementException();
                }
                return Items.tuple(loop.current(), LoopState.this);
            }
        };
    }

    int index() {
        return loop.index0() + 1;
    }

    int length() {
        return loop.length();
    }

    @Override
    public String type() {
        return "LoopContext";
    }
}
