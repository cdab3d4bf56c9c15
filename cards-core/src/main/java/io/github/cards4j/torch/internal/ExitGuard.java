package io.github.cards4j.torch.internal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM from exiting in the middle of a pass. An exiting JVM waits a third of a second for threads in native code,
 * then has native libraries destroy what they hold, whoever still computes with it: a longer pass goes on with freed objects,
 * and the process crashes instead of exiting. With a guard the exit waits for the pass in hand, and no other begins.
 */
final class ExitGuard {

    /** An exit is usually over by then, and nobody hears of a pass that did not begin. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final long patience;
    private final ReentrantLock running = new ReentrantLock();
    private volatile boolean exiting;
    /** Until when passes are held back, from the end of the last one that ran; guarded by the lock. */
    private @Nullable Long heldBack;

    private @Nullable Thread hook;

    ExitGuard() {
        this(PATIENCE);
    }

    /** @param patience for how long passes that would begin during an exit are held back before they fail */
    ExitGuard(Duration patience) {
        this.patience = patience.toNanos();
    }

    /** From now on the exit waits. */
    void install() {
        Thread thread = new Thread(this::exit, "cards-exit");
        try {
            Runtime.getRuntime().addShutdownHook(thread);
            hook = thread;
        } catch (IllegalStateException e) {
            // it has begun
            exit();
        }
    }

    /** There is nothing left to wait for. */
    void remove() {
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it has begun, and waits no longer than the pass in hand
        }
        hook = null;
    }

    /** What the hook does. */
    void exit() {
        exiting = true;
        running.lock();
        try {
            endOfPatience();
        } finally {
            running.unlock();
        }
    }

    private long endOfPatience() {
        if (heldBack == null) {
            heldBack = System.nanoTime() + patience;
        }
        return heldBack;
    }

    /** @throws IllegalStateException if the JVM is exiting, and takes its time */
    <T> T call(Supplier<T> pass) {
        long end;
        running.lock();
        try {
            if (!exiting) {
                return pass.get();
            }
            end = endOfPatience();
        } finally {
            running.unlock();
        }
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, end - System.nanoTime());
        }
        throw new IllegalStateException("the JVM is exiting: the engine begins no further pass");
    }
}
