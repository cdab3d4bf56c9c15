package io.github.cards4j;

import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Decodings;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Message;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One answer: what its caller holds, and what the worker steps. */
final class Answer implements Job, Generation {

    /**
     * What can only be told once the models are loaded.
     *
     * @param conversation as the reward model reads it
     */
    record Plan(
            Models models, int[] prompt, List<Message> conversation, DecodingOptions options, CallListener listener) {}

    private final Supplier<Plan> planning;
    private final Supplier<DecodingOptions> unplanned;
    private final Predicate<Job> withdrawing;
    private final Observed observed;
    private final long start = System.nanoTime();
    private final @Nullable Duration deadline;
    private final CompletableFuture<CardsResponse> future = new CompletableFuture<>();

    private volatile boolean cancelled;

    /** Made by the caller before it hands this over, or on the worker's thread. */
    private volatile @Nullable Plan plan;

    /** Touched by the worker's thread only. */
    private @Nullable Decoding decoding;

    /** When it left the queue; touched by the worker's thread only. */
    private long began;

    /** Why it ended before it began. */
    private volatile @Nullable FinishReason stopped;

    /**
     * @param planning needs the models
     * @param unplanned the options to report if it ends before that
     * @param withdrawing takes it out of the queue while the models load; whether it did
     */
    Answer(
            Supplier<Plan> planning,
            Supplier<DecodingOptions> unplanned,
            @Nullable Duration deadline,
            Predicate<Job> withdrawing,
            Observed observed) {
        this.planning = planning;
        this.unplanned = unplanned;
        this.deadline = deadline;
        this.withdrawing = withdrawing;
        this.observed = observed;
        var unused = future.whenComplete((answer, failure) -> {
            observed.end(answer, failure);
            var unusedToo = withdrawing.test(this);
        });
    }

    /**
     * Prepares what needs the models.
     *
     * @throws IllegalArgumentException if the request cannot be answered
     */
    Plan plan() {
        Plan made = plan;
        if (made == null) {
            made = planning.get();
            plan = made;
        }
        return made;
    }

    /** Has the deadline end it while it waits for the models, when nobody polls it; after that this does nothing. */
    void watchDeadline() {
        if (deadline != null) {
            CompletableFuture<Void> timer =
                    new CompletableFuture<Void>().completeOnTimeout(null, Worker.nanos(deadline), TimeUnit.NANOSECONDS);
            var unusedExpiry = timer.thenRunAsync(() -> withdraw(FinishReason.DEADLINE));
            var unused = future.whenComplete((answer, failure) -> timer.cancel(false));
        }
    }

    private void withdraw(FinishReason reason) {
        if (withdrawing.test(this)) {
            stopped = reason;
            try {
                finish();
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }

    @Override
    public CompletableFuture<CardsResponse> future() {
        return future;
    }

    @Override
    public @Nullable DecodingOptions options() {
        Plan made = plan;
        return made == null ? null : made.options();
    }

    @Override
    public void cancel() {
        cancelled = true;
        withdraw(FinishReason.CANCELLED);
    }

    @Override
    public void begin() {
        Plan made = plan();
        began = System.nanoTime();
        decoding = Decodings.begin(
                made.models().llm(),
                made.models().reward(),
                made.prompt(),
                made.conversation(),
                made.options(),
                new Until(future, made.listener()));
    }

    @Override
    public void limitLanes(int most) {
        begun().limitLanes(most);
    }

    @Override
    public void poll() {
        if (cancelled) {
            stop(FinishReason.CANCELLED);
        } else if (deadline != null && deadline.compareTo(Duration.ofNanos(System.nanoTime() - start)) <= 0) {
            stop(FinishReason.DEADLINE);
        }
    }

    private void stop(FinishReason reason) {
        if (done()) {
            return;
        }
        if (decoding == null) {
            stopped = reason;
        } else {
            decoding.stop(reason);
        }
    }

    @Override
    public List<Draw> draws() {
        return begun().draws();
    }

    @Override
    public boolean reading() {
        return !done() && begun().reading();
    }

    @Override
    public void advance(List<Drawn> drawn) {
        begun().advance(drawn);
    }

    private Decoding begun() {
        return Objects.requireNonNull(decoding, "not begun");
    }

    @Override
    public boolean done() {
        return future.isDone() || stopped != null || decoding != null && decoding.done();
    }

    @Override
    public void finish() {
        DecodingResult result = decoding == null ? nothing(Objects.requireNonNull(stopped)) : decoding.result();
        if (decoding != null) {
            // who asks cares for the time since then
            result = result.with(result.counters().waited(Duration.ofNanos(began - start)));
        }
        Plan made = plan;
        CardsResponse response = made == null
                ? new CardsResponse(result, 0, unplanned.get())
                : new CardsResponse(
                        result,
                        made.prompt().length,
                        made.options(),
                        made.listener().calls());
        if (!future.isDone()) {
            observed.end(response, null);
        }
        future.complete(response);
    }

    @Override
    public void fail(Throwable reason) {
        if (!future.isDone()) {
            observed.end(null, reason);
        }
        future.completeExceptionally(reason);
    }

    @Override
    public void close() {
        if (decoding != null) {
            decoding.close();
        }
    }

    private DecodingResult nothing(FinishReason reason) {
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        Counters counters = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, waited);
        return new DecodingResult("", List.of(), reason, Double.NaN, Double.NaN, List.of(), counters, false);
    }
}
