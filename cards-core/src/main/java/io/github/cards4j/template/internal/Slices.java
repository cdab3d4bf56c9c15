package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.List;

/** Python's slices, with steps. */
final class Slices {

    private Slices() {}

    static Value slice(Value of, Value from, Value to, Value step) {
        if (of instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (!bound(from) || !bound(to) || !bound(step)) {
            throw wrong(of);
        }
        if (of instanceof Text text) {
            int[] at = indices(text.length(), from, to, step);
            if (at.length > 0 && at[at.length - 1] == at[0] + at.length - 1) {
                return text.slice(at[0], at[0] + at.length);
            }
            TextBuilder cut = new TextBuilder();
            for (int i : at) {
                int start = text.index(i);
                cut.append(text, start, text.index(i + 1));
            }
            return cut.text();
        }
        if (of instanceof Items items && items.sequence()) {
            List<Value> cut = new ArrayList<>();
            for (int i : indices(items.values().size(), from, to, step)) {
                cut.add(items.values().get(i));
            }
            return Items.of(cut, items.kind());
        }
        if (of instanceof Span span) {
            return span(span, from, to, step);
        }
        throw wrong(of);
    }

    private static Fault wrong(Value of) {
        return new Fault(of.type() + " object cannot be sliced like this");
    }

    private static boolean bound(Value value) {
        return value == None.NONE || value instanceof Num.Whole;
    }

    private static Span span(Span span, Value from, Value to, Value step) {
        int by = step == None.NONE ? 1 : Args.integer("a slice's step", step);
        int low = by > 0 ? 0 : -1;
        int high = by > 0 ? span.count() : span.count() - 1;
        int count = indices(span.count(), from, to, step).length;
        long start = place(from, span.count(), low, high, by > 0 ? low : high);
        long end = place(to, span.count(), low, high, by > 0 ? high : low);
        long stride = span.step();
        return new Span(span.start() + start * stride, span.start() + end * stride, stride * by, count);
    }

    private static int[] indices(int size, Value from, Value to, Value step) {
        int by = step == None.NONE ? 1 : Args.integer("a slice's step", step);
        if (by == 0) {
            throw new Fault("slice step cannot be zero");
        }
        int low = by > 0 ? 0 : -1;
        int high = by > 0 ? size : size - 1;
        long start = place(from, size, low, high, by > 0 ? low : high);
        long end = place(to, size, low, high, by > 0 ? high : low);
        long distance = by > 0 ? end - start : start - end;
        long stride = Math.abs((long) by);
        int count = (int) (distance <= 0 ? 0 : (distance + stride - 1) / stride);
        int[] at = new int[count];
        for (int i = 0; i < count; i++) {
            at[i] = (int) (start + (long) i * by);
        }
        return at;
    }

    private static long place(Value bound, int size, int low, int high, int absent) {
        if (bound == None.NONE) {
            return absent;
        }
        long at = Args.integer("a slice's bound", bound);
        return Math.max(low, Math.min(high, at < 0 ? at + size : at));
    }
}
