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
import org.jspecify.annotations.Nullable;

/** One answer: what its caller holds, and what the worker steps. */
final class Answer implements Job, Generation {

    private final Models models;
    private final int[] prompt;

    /** As the reward model reads it. */
    private final List<Message> conversation;

    private final DecodingOptions options;
    private final CallListener listener;
    private final Observed observed;
    private final long start = System.nanoTime();
    private final @Nullable Duration deadline;
    private final CompletableFuture<CardsResponse> future = new CompletableFuture<>();

    private volatile boolean cancelled;

    /** Touched by the worker's thread only. */
    private @Nullable Decoding decoding;

    /** Why it ended before it began. */
    private @Nullable FinishReason stopped;

    Answer(
            Models models,
            int[] prompt,
            List<Message> conversation,
            DecodingOptions options,
            @Nullable Duration deadline,
            CallListener listener,
            Observed observed) {
        this.models = models;
        this.prompt = prompt;
        this.conversation = conversation;
        this.options = options;
        this.deadline = deadline;
        this.listener = listener;
        this.observed = observed;
        var unused = future.whenComplete((answer, failure) -> observed.end(answer, failure));
    }

    @Override
    public CompletableFuture<CardsResponse> future() {
        return future;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void begin() {
        decoding = Decodings.begin(
                models.llm(), models.reward(), prompt, conversation, options, new Until(future, listener));
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
        CardsResponse response = new CardsResponse(result, prompt.length, options, listener.calls());
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
