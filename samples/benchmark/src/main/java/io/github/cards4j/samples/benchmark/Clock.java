package io.github.cards4j.samples.benchmark;

import java.util.function.Supplier;

/** Adds up the time that something takes. One thread. */
final class Clock {

    private long nanos;
    private long calls;

    <T> T time(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanos += System.nanoTime() - start;
            calls++;
        }
    }

    void time(Runnable work) {
        time(() -> {
            work.run();
            return true;
        });
    }

    double millis() {
        return nanos / 1e6;
    }

    long calls() {
        return calls;
    }
}
