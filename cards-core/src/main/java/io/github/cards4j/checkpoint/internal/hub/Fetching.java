package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Files fetched at the same time. Progress is told on the caller's thread; the first failure ends all, and what has been
 * written stays for the next attempt.
 */
final class Fetching {

    private static final int AT_ONCE = 4;
    private static final long TICK_MILLIS = 200;
    private static final long STALLED_NANOS = Duration.ofSeconds(60).toNanos();

    private final HubClient client;
    private final HubCache cache;
    private final Surroundings surroundings;
    private final String commit;

    Fetching(HubClient client, HubCache cache, Surroundings surroundings, String commit) {
        this.client = client;
        this.cache = cache;
        this.surroundings = surroundings;
        this.commit = commit;
    }

    /** What is known of these files. */
    List<RepoFile> describe(List<String> names) throws InterruptedException {
        List<Callable<RepoFile>> heads = new ArrayList<>();
        names.forEach(name -> heads.add(() -> client.head(commit, name)));
        return heads.isEmpty() ? List.of() : together(heads, () -> {}, () -> {});
    }

    /**
     * Brings files into the cache.
     *
     * @param what for progress
     */
    void fetch(List<RepoFile> files, String what, Progress progress) throws InterruptedException {
        if (files.isEmpty()) {
            return;
        }
        long total = files.stream().mapToLong(RepoFile::size).sum();
        List<Running> running = files.stream().map(this::running).toList();
        List<Callable<Boolean>> downloads = new ArrayList<>();
        running.forEach(each -> downloads.add(() -> {
            each.download.run();
            return true;
        }));
        LongSupplier done =
                () -> running.stream().mapToLong(each -> each.done.get()).sum();
        double[] shown = {0};
        progress.at(what, 0);
        Runnable tick = () -> {
            running.forEach(each -> each.endIfStalled(surroundings.nanos().getAsLong()));
            double fraction = total == 0 ? 1 : Math.min(1, (double) done.getAsLong() / total);
            shown[0] = Math.max(shown[0], fraction);
            progress.at(what, shown[0]);
        };
        together(downloads, tick, () -> running.forEach(each -> each.download.giveUp()));
    }

    private Running running(RepoFile file) {
        AtomicLong done = new AtomicLong();
        BlobDownload download = new BlobDownload(client, cache, surroundings.disk(), commit, file, done::set);
        return new Running(download, done, new long[] {0, surroundings.nanos().getAsLong()});
    }

    /** @param seen bytes at the last change, and when it was */
    private record Running(BlobDownload download, AtomicLong done, long[] seen) {

        void endIfStalled(long now) {
            if (done.get() != seen[0]) {
                seen[0] = done.get();
                seen[1] = now;
            } else if (now - seen[1] > STALLED_NANOS) {
                seen[1] = now;
                download.interruptReceiving();
            }
        }
    }

    /** @param end ends what still runs, where an interrupt does not */
    private static <T> List<T> together(List<Callable<T>> tasks, Runnable tick, Runnable end)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, tasks.size())), task -> {
            Thread thread = new Thread(task, "cards4j-fetch");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<T> completed = new ExecutorCompletionService<>(threads);
            List<Future<T>> futures = new ArrayList<>();
            tasks.forEach(task -> futures.add(completed.submit(task)));
            for (int left = tasks.size(); left > 0; ) {
                Future<T> one = completed.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (one != null) {
                    one.get();
                    left--;
                }
                tick.run();
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("a fetch ended unexpectedly", e);
        } finally {
            threads.shutdownNow();
            end.run();
            // Its files are closed, and its locks free, before anyone hears of a failure.
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
