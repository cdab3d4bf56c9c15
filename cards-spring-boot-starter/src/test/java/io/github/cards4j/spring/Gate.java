package io.github.cards4j.spring;

import java.util.concurrent.CountDownLatch;

/** Holds up the thread that comes through it until it is opened. */
public final class Gate implements Runnable {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void run() {
        reached.countDown();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public void awaitReached() throws InterruptedException {
        reached.await();
    }

    public void open() {
        open.countDown();
    }
}
