package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Python's {@code iter} and {@code len}. */
final class Iteration {

    private Iteration() {}

    /** Its values, or null if it has none to go through. */
    static @Nullable Iterator<Value> orNull(Value value) {
        if (value instanceof Items items) {
            return items.values().iterator();
        }
        if (value instanceof Dict dict) {
            return dict.entries().keySet().iterator();
        }
        if (value instanceof Text text) {
            return IntStream.range(0, text.length()).<Value>mapToObj(text::at).iterator();
        }
        if (value instanceof Stream stream) {
            return stream.values();
        }
        if (value instanceof Span span) {
            return IntStream.range(0, span.count()).mapToObj(span::get).iterator();
        }
        if (value instanceof LoopState loop) {
            return loop.rest();
        }
        return value instanceof Undefined ? List.<Value>of().iterator() : null;
    }

    static Iterator<Value> of(Value value) {
        Iterator<Value> values = orNull(value);
        if (values == null) {
            throw new Fault("'" + value.type() + "' object is not iterable");
        }
        return values;
    }

    static List<Value> list(Value value) {
        if (value instanceof Items items) {
            return items.values();
        }
        List<Value> values = new ArrayList<>();
        of(value).forEachRemaining(values::add);
        return values;
    }

    /** How many there are, or -1 if that cannot be said without reading them. */
    static int sizeOrUnknown(Value value) {
        if (value instanceof Items items) {
            return items.values().size();
        }
        if (value instanceof Dict dict) {
            return dict.entries().size();
        }
        if (value instanceof Text text) {
            return text.length();
        }
        if (value instanceof Span span) {
            return span.count();
        }
        return value instanceof Undefined ? 0 : value instanceof LoopState loop ? loop.length() : -1;
    }

    static int size(Value value) {
        int size = sizeOrUnknown(value);
        if (size < 0) {
            throw new Fault("object of type '" + value.type() + "' has no len()");
        }
        return size;
    }

    static Iterator<Value> map(Iterator<Value> from, UnaryOperator<Value> each) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public Value next() {
                return each.apply(from.next());
            }
        };
    }

    static Iterator<Value> filter(Iterator<Value> from, Predicate<Value> wanted) {
        return new Iterator<>() {
            private @Nullable Value next;

            @Override
            public boolean hasNext() {
                while (next == null && from.hasNext()) {
                    Value candidate = from.next();
                    next = wanted.test(candidate) ? candidate : null;
                }
                return next != null;
            }

            @Override
            public Value next() {
                Value found = hasNext() ? next : null;
                if (found == null) {
                    throw new NoSuchElementException();
                }
                next = null;
                return found;
            }
        };
    }
}
