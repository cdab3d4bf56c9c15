package io.github.cards4j.template.internal;

/**
 * Python's {@code range}.
 *
 * @param start the first
 * @param step not 0
 * @param count how many there are
 * @param stop as it was given, for printing
 */
record Span(long start, long stop, long step, int count) implements Value {

    /** As Jinja's sandbox has it. */
    static final int MAX_COUNT = 100_000;

    static Span of(long start, long stop, long step) {
        if (step == 0) {
            throw new Fault("range() arg 3 must not be zero");
        }
        long count = step > 0 ? -Math.floorDiv(start - stop, step) : -Math.floorDiv(stop - start, -step);
        if (count > MAX_COUNT) {
            throw new Fault("Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_COUNT + ").");
        }
        return new Span(start, stop, step, (int) Math.max(0, count));
    }

    Value get(int index) {
        return Num.of(start + index * step);
    }

    @Override
    public long weight() {
        return 1L + count;
    }

    @Override
    public boolean truth() {
        return count > 0;
    }

    @Override
    public String type() {
        return "range";
    }
}
