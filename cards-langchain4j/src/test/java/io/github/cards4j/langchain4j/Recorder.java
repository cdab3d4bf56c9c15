package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Writes down what it is told; cancels after so many pieces. */
class Recorder implements StreamingChatResponseHandler {
    final List<String> pieces = new CopyOnWriteArrayList<>();
    final List<Object> raw = new CopyOnWriteArrayList<>();
    final CompletableFuture<StreamingHandle> begun = new CompletableFuture<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    private final int cancelAfter;

    Recorder() {
        this(Integer.MAX_VALUE);
    }

    Recorder(int cancelAfter) {
        this.cancelAfter = cancelAfter;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        threads.add(Thread.currentThread());
        pieces.add(piece.text());
        if (pieces.size() == cancelAfter) {
            context.streamingHandle().cancel();
            assertThat(context.streamingHandle().isCancelled()).isTrue();
        }
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        if (event instanceof StreamingHandle handle) {
            begun.complete(handle);
        } else {
            raw.add(event);
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        threads.add(Thread.currentThread());
        end.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        end.completeExceptionally(error);
    }

    ChatResponse response() throws Exception {
        return end.get(1, TimeUnit.MINUTES);
    }

    /** As it was handed over: what `get` throws for a cancelled answer differs between Java 17 and 25. */
    Throwable error() throws Exception {
        return end.<Throwable>handle((response, error) -> error).get(1, TimeUnit.MINUTES);
    }
}
