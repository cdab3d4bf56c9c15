package io.github.cards4j;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets loading be given up. What waits for a hub is interrupted; anything else ends where it next asks, for an interrupt while native
 * libraries begin would leave them unusable in this JVM.
 */
final class LoadStop {

    /** Whose wait may be interrupted; guarded by this. */
    private @Nullable Thread fetching;

    /** Guarded by this. */
    private boolean stopped;

    synchronized void stop() {
        stopped = true;
        if (fetching != null) {
            fetching.interrupt();
        }
    }

    /** @throws CancellationException if loading is to end */
    synchronized void check() {
        if (stopped) {
            throw new CancellationException("the engine was closed while its models were being loaded");
        }
    }

    /**
     * Does what may be interrupted.
     *
     * @throws CancellationException if loading is to end
     */
    <T> T fetching(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        check();
        fetching = Thread.currentThread();
    }

    /** An interrupt of ours must not outlive what it was meant for. */
    private synchronized void end() {
        fetching = null;
        if (stopped) {
            Thread.interrupted();
        }
    }
}
