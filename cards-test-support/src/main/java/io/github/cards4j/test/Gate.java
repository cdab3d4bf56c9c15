package io.github.cards4j.test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up who comes through it, such as a model before a step, until it is opened; nothing waits longer than a minute. */
public final class Gate implements Runnable {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void run() {
        reached.countDown();
        await(open);
    }

    /** Waits until somebody stands at the gate. */
    public void awaitReached() {
        await(reached);
    }

    /** For good. */
    public void open() {
        open.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("nothing happened for a minute");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
