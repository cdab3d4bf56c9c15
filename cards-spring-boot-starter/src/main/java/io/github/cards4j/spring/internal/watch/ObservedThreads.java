package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.spring.internal.engine.StreamThreads;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the caller's current observation along: a streamed answer belongs to the request that asked for it. */
public final class ObservedThreads implements StreamThreads {

    private final AtomicInteger count = new AtomicInteger();
    private final ObservationRegistry registry;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cards-stream-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    public ObservedThreads(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void execute(Runnable task) {
        Observation current = registry.getCurrentObservation();
        threads.execute(current == null ? task : () -> current.scoped(task));
    }

    /** Answers that are under way end by themselves. */
    public void shutdown() {
        threads.shutdown();
    }
}
