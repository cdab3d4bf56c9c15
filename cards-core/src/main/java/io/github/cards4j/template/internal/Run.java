package io.github.cards4j.template.internal;

import java.time.Clock;

/** One rendering: what it may still cost. */
final class Run {

    private static final int MAX_DEPTH = 600;
    private static final int MAX_CALLS = 60;

    /** Work is counted in steps, and this many characters or elements are worth one. */
    private static final int CHEAP = 16;

    private final Clock clock;
    private final long steps;
    private long left;
    private int depth;
    private int calls;

    /** @param steps how many it may take */
    Run(Clock clock, long steps) {
        this.clock = clock;
        this.steps = steps;
        left = steps;
    }

    Clock clock() {
        return clock;
    }

    void step() {
        spend(1);
    }

    /** For work that grows with a value. */
    void charge(long weight) {
        spend(weight / CHEAP);
    }

    private void spend(long work) {
        left -= work;
        if (left < 0) {
            throw new Fault("rendering takes more than " + steps + " steps: the template does not seem to end");
        }
    }

    void deeper() {
        if (++depth > MAX_DEPTH) {
            throw new Fault("expressions and blocks are nested more than " + MAX_DEPTH + " deep");
        }
    }

    void shallower() {
        depth--;
    }

    /** A macro or a recursive loop begins. */
    void enter() {
        if (++calls > MAX_CALLS) {
            throw new Fault("macros call each other more than " + MAX_CALLS + " deep");
        }
    }

    void leave() {
        calls--;
    }
}
