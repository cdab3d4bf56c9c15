package io.github.cards4j;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Holds a scripted model before a step, so that tests decide when it goes on; nothing waits longer than a minute. */
final class Gate implements Consumer<List<String>> {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void accept(List<String> prompts) {
        reached.countDown();
        await(open);
    }

    /** Waits until the model stands at the gate. */
    void awaitReached() {
        await(reached);
    }

    void open() {
        open.countDown();
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("nothing happened for a minute");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
