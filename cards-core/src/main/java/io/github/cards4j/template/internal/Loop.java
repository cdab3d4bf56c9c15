package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes through values one by one, looking ahead only when somebody asks what comes. */
final class Loop {

    private Iterator<Value> rest;
    private final int depth;
    private int index0 = -1;
    private int length;
    private @Nullable Value before;
    private @Nullable Value current;
    private @Nullable Value after;
    private @Nullable List<Value> changed;

    /**
     * @param from what to go through
     * @param filter which values count; null for all
     * @param depth how many loops around it are the same
     */
    Loop(Value from, @Nullable Predicate<Value> filter, int depth) {
        Iterator<Value> all = Iteration.of(from);
        rest = filter == null ? all : Iteration.filter(all, filter);
        length = filter == null ? Iteration.sizeOrUnknown(from) : -1;
        this.depth = depth;
    }

    boolean advance() {
        Value next = peek();
        after = null;
        if (next == null) {
            return false;
        }
        index0++;
        before = current;
        current = next;
        return true;
    }

    private @Nullable Value peek() {
        if (after == null && rest.hasNext()) {
            after = rest.next();
        }
        return after;
    }

    Value current() {
        if (current == null) {
            throw new IllegalStateException("not advanced");
        }
        return current;
    }

    int index0() {
        return index0;
    }

    int depth() {
        return depth;
    }

    boolean last() {
        return peek() == null;
    }

    Value previous() {
        return before == null || index0 == 0 ? new Undefined("there is no previous item") : before;
    }

    Value next() {
        Value next = peek();
        return next == null ? new Undefined("there is no next item") : next;
    }

    /** How many there are; what is left is read for it if need be. */
    int length() {
        if (length < 0) {
            List<Value> left = new ArrayList<>();
            rest.forEachRemaining(left::add);
            rest = left.iterator();
            length = index0 + 1 + (after == null ? 0 : 1) + left.size();
        }
        return length;
    }

    /** Whether these values differ from the last ones that were asked about. */
    boolean changed(List<Value> values) {
        boolean differs = !values.equals(changed);
        changed = values;
        return differs;
    }
}
