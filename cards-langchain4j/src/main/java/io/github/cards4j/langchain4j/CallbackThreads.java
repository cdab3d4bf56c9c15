package io.github.cards4j.langchain4j;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that handlers are called on by default: made when needed, gone after a minute without work. */
final class CallbackThreads {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Executor SHARED = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cards-stream-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private CallbackThreads() {}

    static Executor shared() {
        return SHARED;
    }
}
