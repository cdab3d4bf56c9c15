package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.cards4j.Cards;
import io.github.cards4j.decoding.Segment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CardsStreamingChatModelTest {

    /** Writes down what it is told; cancels after so many pieces. */
    private static class Recorder implements StreamingChatResponseHandler {
        final List<String> pieces = new CopyOnWriteArrayList<>();
        final List<Object> raw = new CopyOnWriteArrayList<>();
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
            raw.add(event);
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
    }

    private static CardsStreamingChatModel model(Cards engine) {
        return CardsStreamingChatModel.builder().engine(engine).build();
    }

    @Test
    void piecesConcatenateToTheAnswerOnOneForeignThread() throws Exception {
        Recorder recorder = new Recorder();
        try (Cards engine = Engines.over(Engines.knowing())) {
            model(engine).chat("story", recorder);

            ChatResponse response = recorder.response();
            assertThat(String.join("", recorder.pieces))
                    .isEqualTo(response.aiMessage().text())
                    .isEqualTo(Engines.STORY);
            assertThat(recorder.pieces).hasSizeGreaterThan(100);
            assertThat(recorder.threads).hasSize(1).doesNotContain(Thread.currentThread());
            List<Segment> segments = ((CardsChatResponseMetadata) response.metadata()).segments();
            assertThat(recorder.raw).isEqualTo(segments);
        }
    }

    @Test
    void cancelStopsTheDeviceAndAllCallbacks() throws Exception {
        ScriptedModel script = Engines.knowing();
        Recorder recorder = new Recorder(3);
        try (Cards engine = Engines.over(script)) {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            CountDownLatch cancelled = new CountDownLatch(1);
            // The model stands still before its 20th step until the handler has cancelled.
            script.beforeStep(() -> {
                if (script.steps() == 20) {
                    CardsChatModelTest.await(cancelled);
                }
            });
            CardsStreamingChatModel.builder()
                    .engine(engine)
                    .executor(executor)
                    .build()
                    .chat("story", recorder);
            executor.execute(cancelled::countDown);
            executor.shutdown();
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            // Served after the cancelled one, by the same thread.
            CardsChatModel.builder().engine(engine).build().chat("I love you");

            assertThat(recorder.pieces).hasSize(3);
            assertThat(recorder.end).isNotDone();
            // The whole story takes 180.
            assertThat(script.steps()).isLessThan(60);
        }
    }

    @Test
    void aSlowHandlerDelaysNobodyElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Cards engine = Engines.over(Engines.knowing())) {
            Recorder slow = new Recorder() {
                @Override
                public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                    CardsChatModelTest.await(release);
                    super.onPartialResponse(piece, context);
                }
            };
            Recorder quick = new Recorder();
            CardsStreamingChatModel model = model(engine);
            model.chat("story", slow);
            model.chat("story", quick);

            assertThat(quick.response().aiMessage().text()).isEqualTo(Engines.STORY);
            assertThat(slow.end).isNotDone();
            release.countDown();
            assertThat(slow.response().aiMessage().text()).isEqualTo(Engines.STORY);
        }
    }

    @Test
    void failuresComeThroughTheHandlerAndWhatIsNotSupportedAtOnce() {
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsStreamingChatModel model = model(engine);
            Recorder tooLong = new Recorder();
            model.chat("word ".repeat(5000), tooLong);
            assertThatThrownBy(tooLong::response).hasCauseInstanceOf(InvalidRequestException.class);

            Recorder refused = new Recorder();
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("Hi"))
                    .modelName("other")
                    .build();
            assertThatThrownBy(() -> model.chat(request, refused))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class);
            assertThat(refused.end).isNotDone();
        }
    }

    @Test
    void closingTheEngineEndsTheStreamWithAnError() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        ScriptedModel script = Engines.knowing().beforeStep(() -> {
            reached.countDown();
            CardsChatModelTest.await(open);
        });
        Recorder recorder = new Recorder();
        Cards engine = Engines.over(script);
        model(engine).chat("story", recorder);
        CardsChatModelTest.await(reached);
        Thread closing = new Thread(engine::close);
        closing.start();
        open.countDown();
        closing.join();
        // Whether the answer was quicker than the close is not for this test to say; that it ends is.
        assertThat(recorder.end.handle((response, error) -> true).get(1, TimeUnit.MINUTES))
                .isTrue();
    }
}
