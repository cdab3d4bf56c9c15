package io.github.cards4j;

import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.LanguageModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a device and everything on it: it loads the models, steps all jobs that are active together, so
 * that they share each pass of the language model, and frees the models. First come, first served.
 */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long CLOSE_MILLIS = 30_000;
    /** Chunks that a job may read before another's turn: a usual prompt is read in one go, a long one lets others pass. */
    private static final int TURN = 4;

    private final Object lock = new Object();
    private final int capacity;
    private final Thread thread;
    private final CompletableFuture<Models> loaded = new CompletableFuture<>();
    private final LoadStop loadStop = new LoadStop();

    /** Guarded by the lock. */
    private boolean started;

    /** Guarded by the lock. */
    private final Queue<Job> waiting = new ArrayDeque<>();

    /** Jobs that wait or run; guarded by the lock. */
    private int inFlight;

    /** Whether jobs are stepped, as they are once the models are loaded; guarded by the lock. */
    private boolean serving;

    private volatile boolean closed;

    private volatile boolean draining;

    private volatile @Nullable Throwable failure;

    /** Touched by the worker's thread only. */
    private final List<Job> active = new ArrayList<>();

    /** Whose turn it is to read, and how many chunks it has read in it; touched by the worker's thread only. */
    private @Nullable Job reader;

    private int turn;

    Worker(Function<LoadStop, Models> loader, int capacity) {
        this.capacity = capacity;
        thread = new Thread(() -> run(loader), "cards-engine-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
    }

    /** Begins to load the models, unless it has begun. */
    void start() {
        synchronized (lock) {
            if (!started && !closed) {
                started = true;
                thread.start();
            }
        }
    }

    /**
     * Waits until the models are loaded; if that fails, the worker ends by itself.
     *
     * @throws CancellationException if the caller is interrupted
     */
    Models models() {
        start();
        if (!loaded.isDone()) {
            refuseOwnThread("this method of the engine");
            synchronized (lock) {
                if (!started) {
                    throw closedException();
                }
            }
        }
        try {
            return loaded.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the models were being loaded");
        } catch (ExecutionException e) {
            throw Failures.unchecked(e);
        }
    }

    /** Whether there is no more to wait for: the models are loaded, or could not be. */
    boolean loaded() {
        return loaded.isDone();
    }

    /**
     * Has a job done, once the models are loaded.
     *
     * @throws QueueFullException if as many jobs wait or run as may
     * @throws IllegalStateException after {@link #close}
     */
    void submit(Job job) {
        start();
        synchronized (lock) {
            if (loaded.isCompletedExceptionally()) {
                var unused = models();
            }
            if (closed) {
                throw closedException();
            }
            if (draining) {
                throw new IllegalStateException("the engine is shutting down: it takes no new requests");
            }
            if (inFlight >= capacity) {
                throw new QueueFullException(capacity);
            }
            inFlight++;
            waiting.add(job);
            lock.notifyAll();
        }
    }

    /** Takes a job out of the queue as long as none is stepped; after that, polls see to it. Whether it was there. */
    boolean withdraw(Job job) {
        synchronized (lock) {
            if (serving || !waiting.remove(job)) {
                return false;
            }
            inFlight--;
            lock.notifyAll();
            return true;
        }
    }

    boolean closed() {
        return closed;
    }

    /** Ends the worker, which frees the models; waits for nothing. */
    void abandon() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        loadStop.stop();
    }

    EngineState state() {
        synchronized (lock) {
            if (failure != null) {
                return EngineState.FAILED;
            }
            if (closed) {
                return EngineState.CLOSED;
            }
            if (draining) {
                return EngineState.DRAINING;
            }
            if (loaded.isDone()) {
                return EngineState.READY;
            }
            return started ? EngineState.LOADING : EngineState.NEW;
        }
    }

    /** Why loading failed; null if it did not, or has not ended. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    EngineLoad load() {
        synchronized (lock) {
            return new EngineLoad(inFlight - waiting.size(), waiting.size(), capacity);
        }
    }

    /** Takes no more jobs, and waits for those in flight; whether all have ended. */
    boolean drain(Duration atMost) throws InterruptedException {
        long left = nanos(atMost);
        long end = System.nanoTime() + left;
        synchronized (lock) {
            draining = true;
            while (inFlight > 0 && !closed && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
                left = end - System.nanoTime();
            }
            return inFlight == 0;
        }
    }

    /** There is no longer time than Long.MAX_VALUE to wait, some 292 years. */
    static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? time.toNanos() : Long.MAX_VALUE;
    }

    /** To wait for the worker on its own thread would be to wait for ever. */
    void refuseOwnThread(String what) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException(
                    what + " was called on the engine's own thread " + thread.getName()
                            + ", from a listener or a future's dependant, and would wait for itself: call it on another thread");
        }
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("the engine is closed");
    }

    /** Ends all jobs with an error and frees the models. */
    void close() {
        abandon();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        long end = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "{} is still busy, perhaps in a listener that does not return; it closes when that ends",
                    thread.getName());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Function<LoadStop, Models> loader) {
        Models models;
        try {
            models = loader.apply(loadStop);
        } catch (Throwable e) {
            Throwable heard = failed(e);
            loaded.completeExceptionally(heard);
            closed = true;
            endAll(heard);
            return;
        }
        loaded.complete(models);
        synchronized (lock) {
            serving = true;
        }
        try {
            while (await()) {
                admit(models.lanes());
                step(models.llm(), models.lanes());
            }
        } finally {
            closed = true;
            endAll(new IllegalStateException("the engine was closed before the answer ended"));
            models.close();
        }
    }

    /** What those hear who wait for the models: whoever closed the engine meanwhile is not told of a failure. */
    private Throwable failed(Throwable e) {
        synchronized (lock) {
            if (closed) {
                LOG.debug("loading was given up", e);
                return closedException();
            }
            failure = e;
            return e;
        }
    }

    /** Waits for work; false once closed. */
    private boolean await() {
        synchronized (lock) {
            while (!closed && active.isEmpty() && waiting.isEmpty()) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    LOG.debug("an interrupt of {} is ignored: close the engine to end it", thread.getName());
                }
            }
            return !closed;
        }
    }

    /** Lets waiting jobs begin while there are lanes for them. */
    private void admit(int lanes) {
        List<Job> candidates;
        synchronized (lock) {
            candidates = List.copyOf(waiting);
        }
        for (Job job : candidates) {
            boolean begins = active.size() < lanes;
            boolean alive = guarded(job, () -> {
                job.poll();
                if (begins && !job.done()) {
                    job.begin();
                }
            });
            if (alive && (begins || job.done())) {
                synchronized (lock) {
                    waiting.remove(job);
                }
                active.add(job);
            }
        }
    }

    /** One step of all active jobs, which share the lanes: the more jobs, the fewer each. One alone has as many as it asks for. */
    private void step(LanguageModel llm, int lanes) {
        List<Job> jobs = new ArrayList<>(active);
        int share = jobs.size() == 1 ? Integer.MAX_VALUE : Math.max(1, lanes / Math.max(1, jobs.size()));
        List<List<Draw>> draws = new ArrayList<>();
        List<Draw> all = new ArrayList<>();
        for (Job job : List.copyOf(jobs)) {
            List<List<Draw>> own = new ArrayList<>();
            boolean alive = guarded(job, () -> {
                job.poll();
                if (job.done()) {
                    own.add(List.of());
                } else {
                    job.limitLanes(share);
                    own.add(job.draws());
                }
            });
            if (alive) {
                draws.add(own.get(0));
                all.addAll(own.get(0));
            } else {
                jobs.remove(job);
            }
        }
        List<Drawn> drawn = together(llm, all, draws);
        Set<Job> waitToRead = waitToRead(jobs);
        int from = 0;
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            List<Draw> own = draws.get(i);
            int begin = from;
            from += own.size();
            boolean alive = guarded(job, () -> {
                if (!job.done() && !waitToRead.contains(job)) {
                    job.advance(
                            own.isEmpty()
                                    ? List.of()
                                    : drawn == null ? llm.step(own) : drawn.subList(begin, begin + own.size()));
                }
            });
            if (alive && job.done()) {
                end(job, job::finish);
            }
        }
    }

    /**
     * All but one of the jobs that read their prompts: answers that grow wait for no more than one chunk between two tokens,
     * however many prompts come. First come, first served.
     */
    private Set<Job> waitToRead(List<Job> jobs) {
        List<Job> readers = jobs.stream().filter(Job::reading).toList();
        if (readers.size() < 2) {
            return Set.of();
        }
        Job first = readers.get(0);
        turn = first == reader ? turn + 1 : 1;
        reader = first;
        if (turn == TURN) {
            // to the end of the line
            active.remove(first);
            active.add(first);
            turn = 0;
        }
        return new HashSet<>(readers.subList(1, readers.size()));
    }

    /**
     * One pass for all jobs. Null if each shall step alone: because only one draws, or because the pass failed, and only
     * those shall end that fail alone too.
     */
    private static @Nullable List<Drawn> together(LanguageModel llm, List<Draw> all, List<List<Draw>> draws) {
        long drawing = draws.stream().filter(own -> !own.isEmpty()).count();
        if (drawing < 2) {
            return null;
        }
        try {
            return llm.step(all);
        } catch (RuntimeException | Error e) {
            LOG.debug("a pass shared by {} requests failed; each steps alone", drawing, e);
            return null;
        }
    }

    /** Whether it went well; if not, the job has ended. */
    private boolean guarded(Job job, Runnable work) {
        try {
            work.run();
            return true;
        } catch (Throwable e) {
            end(job, () -> job.fail(e));
            return false;
        } finally {
            // A listener's interrupt must not outlive its call.
            Thread.interrupted();
        }
    }

    /** Its place is free before its caller hears of the end: that one may ask again at once. */
    private void end(Job job, Runnable tell) {
        active.remove(job);
        reader = job == reader ? null : reader;
        synchronized (lock) {
            waiting.remove(job);
            inFlight--;
            lock.notifyAll();
        }
        try {
            tell.run();
        } catch (Throwable e) {
            job.fail(e);
        } finally {
            Thread.interrupted();
        }
        try {
            job.close();
        } catch (RuntimeException e) {
            LOG.warn("an ended request could not free its caches", e);
        }
    }

    private void endAll(Throwable reason) {
        List<Job> left = new ArrayList<>(active);
        active.clear();
        synchronized (lock) {
            serving = true;
            left.addAll(waiting);
            waiting.clear();
        }
        for (Job job : left) {
            end(job, () -> job.fail(reason));
        }
    }
}
