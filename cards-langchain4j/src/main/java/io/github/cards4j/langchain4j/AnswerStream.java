package io.github.cards4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.Generation;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.model.ToolCall;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer: the engine's thread puts events into a queue, a thread of the executor takes them out and calls the
 * handler, so that a slow handler costs the engine nothing.
 */
final class AnswerStream implements StreamingHandle, DecodingListener {

    private sealed interface Event {}

    private record Text(String text) implements Event {}

    private record Called(ToolCall call) implements Event {}

    private record Accepted(Segment segment) implements Event {}

    private record Rejected(Candidate candidate) implements Event {}

    private record Ended(
            @Nullable CardsResponse answer, @Nullable Throwable failure) implements Event {}

    private final ChatAdapter adapter;
    private final CardsRequest request;
    private final boolean reportRejected;
    private final StreamingChatResponseHandler handler;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** White space that nothing else has been shown before; these four are touched by the thread that calls the handler. */
    private final StringBuilder blank = new StringBuilder();

    private boolean speaking;

    /** The last piece within a thought: whether the model thought it or it is the replacement shows with what follows. */
    private String doubtful = "";

    /** How many calls were shown. */
    private int calls;

    private volatile boolean cancelled;
    private volatile @Nullable Generation generation;

    AnswerStream(
            ChatAdapter adapter, CardsRequest request, boolean reportRejected, StreamingChatResponseHandler handler) {
        this.adapter = adapter;
        this.request = request;
        this.reportRejected = reportRejected;
        this.handler = handler;
    }

    /**
     * A request that cannot be asked fails as others do: through the handler, on a thread of the executor.
     */
    static void refuse(RuntimeException reason, StreamingChatResponseHandler handler, Executor executor) {
        execute(executor, () -> fail(reason, handler), handler);
    }

    void run(Executor executor) {
        execute(executor, this::run, handler);
    }

    /** An executor that takes no more work has no thread to say so on: another tells the handler. */
    private static void execute(Executor executor, Runnable task, StreamingChatResponseHandler handler) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            RateLimitException full = new RateLimitException(
                    "the executor of the streaming model takes no more answers: enlarge it, or ask again later", e);
            CallbackThreads.shared().execute(() -> fail(full, handler));
        }
    }

    private void run() {
        try {
            Generation started = adapter.engine().start(request, this);
            generation = started;
            // Text may be long in coming; who does not want to wait for it needs something to cancel.
            InternalStreamingChatResponseHandlerUtils.onUnmappedRawEvent(handler, this);
            var unused = started.future().whenComplete((answer, failure) -> events.add(new Ended(answer, failure)));
            Event event = events.take();
            // An end that comes first, perhaps before the models are there, has no text to tell apart.
            Thoughts thoughts = event instanceof Ended
                    ? new Thoughts(false, this::showThought, this::showText)
                    : adapter.thoughts(started, this::showThought, this::showText);
            while (!cancelled && handled(event, thoughts)) {
                event = events.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(new CancellationException(
                    "the thread that hands on the answer was interrupted: the answer was cancelled"));
        } catch (RuntimeException e) {
            giveUp(e);
        } catch (Error e) {
            // Exceptions of a handler are told to itself, and the answer goes on; errors end it.
            giveUp(e);
            throw e;
        }
    }

    /** Who has cancelled hears of no failure. */
    private void giveUp(Throwable failure) {
        if (!cancelled) {
            cancel();
            fail(adapter.failure(request, failure), handler);
        }
    }

    /** Whether there is more to come. */
    private boolean handled(Event event, Thoughts thoughts) {
        String piece = doubtful;
        doubtful = "";
        if (event instanceof Ended ended && ended.answer() != null && ChatAdapter.replaced(ended.answer())) {
            thoughts.say(piece);
        } else {
            thoughts.add(piece);
        }
        if (cancelled) {
            // by who was shown that piece
            return false;
        }
        if (event instanceof Text text) {
            if (thoughts.inThought()) {
                doubtful = text.text();
            } else {
                thoughts.add(text.text());
            }
        } else if (event instanceof Called called) {
            show(Tools.request(called.call()));
        } else if (event instanceof Accepted accepted) {
            InternalStreamingChatResponseHandlerUtils.onUnmappedRawEvent(handler, accepted.segment());
        } else if (event instanceof Rejected rejected) {
            InternalStreamingChatResponseHandlerUtils.onUnmappedRawEvent(handler, rejected.candidate());
        } else if (event instanceof Ended ended) {
            if (ended.answer() != null) {
                thoughts.end();
                if (calls == 0) {
                    Words.forEach(blank.toString(), this::show);
                }
                if (!cancelled) {
                    InternalStreamingChatResponseHandlerUtils.onCompleteResponse(
                            handler, adapter.response(ended.answer()));
                }
            } else if (ended.failure() != null) {
                fail(adapter.failure(request, ended.failure()), handler);
            }
            return false;
        }
        return true;
    }

    /** White space around calls is no answer: it is shown once something else is, or if it is all there is. */
    private void showText(String text) {
        blank.append(text);
        if (speaking || !text.isBlank()) {
            speaking = true;
            String due = blank.toString();
            blank.setLength(0);
            Words.forEach(due, this::show);
        }
    }

    private void showThought(String text) {
        Words.forEach(text, piece -> {
            if (!cancelled) {
                InternalStreamingChatResponseHandlerUtils.onPartialThinking(handler, piece, this);
            }
        });
    }

    private void show(String piece) {
        if (!cancelled) {
            InternalStreamingChatResponseHandlerUtils.onPartialResponse(handler, piece, this);
        }
    }

    /** A call is known once it is complete: its arguments come in one piece. */
    private void show(ToolExecutionRequest call) {
        int index = calls++;
        if (!cancelled) {
            PartialToolCall whole = PartialToolCall.builder()
                    .index(index)
                    .id(call.id())
                    .name(call.name())
                    .partialArguments(call.arguments())
                    .build();
            InternalStreamingChatResponseHandlerUtils.onPartialToolCall(handler, whole, this);
        }
        if (!cancelled) {
            InternalStreamingChatResponseHandlerUtils.onCompleteToolCall(handler, new CompleteToolCall(index, call));
        }
    }

    private static void fail(RuntimeException failure, StreamingChatResponseHandler handler) {
        InternalStreamingChatResponseHandlerUtils.withLoggingExceptions(() -> handler.onError(failure));
    }

    @Override
    public void cancel() {
        cancelled = true;
        Generation running = generation;
        if (running != null) {
            running.future().cancel(true);
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onText(String text) {
        events.add(new Text(text));
    }

    @Override
    public void onToolCall(ToolCall call) {
        events.add(new Called(call));
    }

    @Override
    public void onRejected(Candidate candidate) {
        if (reportRejected) {
            events.add(new Rejected(candidate));
        }
    }

    @Override
    public void onSegment(Segment segment) {
        events.add(new Accepted(segment));
    }
}
