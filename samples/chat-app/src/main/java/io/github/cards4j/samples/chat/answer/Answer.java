package io.github.cards4j.samples.chat.answer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.samples.chat.http.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way: the model's thread puts events in, the request's thread takes them out and writes them. So all writing
 * is done by one thread, which also notices when the client has gone. Closing it stops the answer.
 */
public final class Answer implements StreamingChatResponseHandler, AutoCloseable {

    /** A client that has gone is noticed so soon. */
    static final long WATCH_MILLIS = 20;

    private interface Event {
        void tell(AnswerReader reader) throws IOException;
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final UnaryOperator<Throwable> known;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable StreamingHandle handle;

    /** Rejected since the last segment; touched by the model's thread only. */
    private final List<Candidate> rejected = new ArrayList<>();

    /** Touched by the reading thread only. */
    private boolean over;

    /** @param known what a failure is to be told as; asked by the reading thread */
    Answer(UnaryOperator<Throwable> known, Runnable whenClosed) {
        this.known = known;
        this.whenClosed = whenClosed;
    }

    /**
     * Tells the reader what comes until the answer is over.
     *
     * @param connection asked again and again whether the client is still there
     * @param heartbeat after how long a silence the reader hears of it. Before anything has come there are none: the answer may
     *     still be refused
     * @throws IOException if the client has gone
     */
    public void read(AnswerReader reader, Connection connection, Duration heartbeat)
            throws IOException, InterruptedException {
        boolean begun = false;
        long heard = System.nanoTime();
        while (!over) {
            Event event = events.poll(WATCH_MILLIS, TimeUnit.MILLISECONDS);
            connection.checkClient();
            long now = System.nanoTime();
            if (event != null) {
                event.tell(reader);
                begun = true;
                heard = now;
            } else if (begun && now - heard >= heartbeat.toNanos()) {
                reader.onSilence();
                heard = now;
            }
        }
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        hold(context.streamingHandle());
        events.add(reader -> reader.onText(piece.text()));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        events.add(reader -> reader.onToolCall(call.index(), call.toolExecutionRequest()));
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        if (event instanceof StreamingHandle begun) {
            hold(begun);
            events.add(reader -> {});
        } else if (event instanceof Candidate candidate) {
            rejected.add(candidate);
        } else if (event instanceof Segment segment) {
            // The best of them was told last, as it might have been taken.
            List<Candidate> beaten = rejected.stream()
                    .sorted(Comparator.comparingInt(Candidate::attempt))
                    .toList();
            rejected.clear();
            events.add(reader -> reader.onSegment(segment, beaten));
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        events.add(reader -> {
            over = true;
            reader.onComplete(response);
        });
    }

    @Override
    public void onError(Throwable failure) {
        events.add(reader -> {
            over = true;
            reader.onFailure(known.apply(failure));
        });
    }

    private void hold(StreamingHandle begun) {
        handle = begun;
        if (closed.get()) {
            begun.cancel();
        }
    }

    /** Stops the answer unless it is over. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            StreamingHandle begun = handle;
            if (begun != null && !over) {
                begun.cancel();
            }
            whenClosed.run();
        }
    }
}
