package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import io.github.cards4j.test.ToolScript;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelled wherever it can be: in each callback, and by a thread that has nothing to do with the answer. */
@Timeout(120)
class StreamCancelTest {

    private static CardsStreamingChatModel model(Cards engine, ExecutorService callbacks) {
        return CardsStreamingChatModel.builder()
                .engine(engine)
                .executor(callbacks)
                .build();
    }

    /** Everything that a handler was to be told has been told. */
    private static void awaitEnd(ExecutorService callbacks) throws Exception {
        callbacks.submit(() -> {}).get(1, TimeUnit.MINUTES);
    }

    @Test
    void afterEachPieceNothingMoreComes() throws Exception {
        ExecutorService callbacks = Executors.newSingleThreadExecutor();
        try (Cards engine = Engines.over(Engines.knowing())) {
            for (int pieces = 1; pieces <= 160; pieces += 3) {
                Recorder recorder = new Recorder(pieces);
                model(engine, callbacks).chat("story", recorder);
                awaitEnd(callbacks);

                assertThat(recorder.pieces).hasSize(pieces);
                assertThat(Engines.STORY).startsWith(String.join("", recorder.pieces));
                assertThat(recorder.end).isNotDone();
            }
            assertThat(CardsChatModel.builder().engine(engine).build().chat("I love you"))
                    .isEqualTo("Ich liebe dich.");
            assertThat(engine.load().running()).isZero();
        } finally {
            callbacks.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 40, 300})
    void aForeignThreadStopsItAtAnyStep(int step) throws Exception {
        ScriptedModel script = Engines.knowing();
        Gate gate = new Gate();
        script.beforeStep(() -> {
            if (script.steps() == step) {
                gate.run();
            }
        });
        Recorder recorder = new Recorder();
        ExecutorService callbacks = Executors.newSingleThreadExecutor();
        try (Cards engine = Engines.over(script)) {
            model(engine, callbacks).chat("story", recorder);
            gate.awaitReached();
            recorder.begun.get(1, TimeUnit.MINUTES).cancel();
            awaitEnd(callbacks);
            int told = recorder.pieces.size() + recorder.raw.size();
            gate.open();
            CardsChatModel.builder().engine(engine).build().chat("I love you");
            awaitEnd(callbacks);

            assertThat(recorder.pieces.size() + recorder.raw.size()).isEqualTo(told);
            assertThat(recorder.end).isNotDone();
            assertThat(Engines.STORY).startsWith(String.join("", recorder.pieces));
            assertThat(script.steps()).isLessThan(step + 60);
        } finally {
            callbacks.shutdown();
        }
    }

    @Test
    void inTheFirstCallbackOfAll() throws Exception {
        ScriptedModel script = Engines.knowing();
        Gate gate = new Gate();
        script.beforeStep(gate);
        Recorder recorder = new Recorder() {
            @Override
            public void onUnmappedRawEvent(Object event) {
                super.onUnmappedRawEvent(event);
                if (event instanceof StreamingHandle handle) {
                    handle.cancel();
                }
            }
        };
        ExecutorService callbacks = Executors.newSingleThreadExecutor();
        try (Cards engine = Engines.over(script)) {
            model(engine, callbacks).chat("story", recorder);
            awaitEnd(callbacks);
            gate.open();
            CardsChatModel.builder().engine(engine).build().chat("I love you");

            assertThat(recorder.pieces).isEmpty();
            assertThat(recorder.raw).isEmpty();
            assertThat(recorder.end).isNotDone();
            // The whole story takes 680.
            assertThat(script.steps()).isLessThan(60);
        } finally {
            callbacks.shutdown();
        }
    }

    @Test
    void inTheCallbackOfATool() throws Exception {
        ToolScript form = ToolScript.HERMES;
        ScriptedModel script =
                new ScriptedModel(prompt -> "Let me look. " + form.call("now", "{}") + "\n" + form.call("now", "{}"));
        List<String> told = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onPartialToolCall(PartialToolCall call, PartialToolCallContext context) {
                told.add("part " + call.index());
                context.streamingHandle().cancel();
            }

            @Override
            public void onCompleteToolCall(CompleteToolCall call) {
                told.add("call " + call.index());
            }
        };
        ExecutorService callbacks = Executors.newSingleThreadExecutor();
        try (Cards engine = Engines.over(script, Engines.judging(text -> 1), form.template())) {
            model(engine, callbacks)
                    .chat(
                            ChatRequest.builder()
                                    .messages(UserMessage.from("Time?"))
                                    .toolSpecifications(ToolSpecification.builder()
                                            .name("now")
                                            .build())
                                    .build(),
                            recorder);
            awaitEnd(callbacks);

            assertThat(told).containsExactly("part 0");
            assertThat(String.join("", recorder.pieces)).startsWith("Let me look.");
            assertThat(recorder.end).isNotDone();
        } finally {
            callbacks.shutdown();
        }
    }

    /** Cancels after so many pieces of a thought, and writes down what is told after that. */
    private static final class Thinker extends Recorder {
        final AtomicBoolean cancelled = new AtomicBoolean();
        final List<Object> after = new CopyOnWriteArrayList<>();
        private final int most;
        private int thoughts;

        Thinker(int most) {
            this.most = most;
        }

        private void told(Object what) {
            if (cancelled.get()) {
                after.add(what);
            }
        }

        @Override
        public void onPartialThinking(PartialThinking thought, PartialThinkingContext context) {
            told(thought);
            if (++thoughts == most) {
                cancelled.set(true);
                context.streamingHandle().cancel();
            }
        }

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            told(piece);
        }

        @Override
        public void onUnmappedRawEvent(Object event) {
            told(event);
            super.onUnmappedRawEvent(event);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            told(response);
            super.onCompleteResponse(response);
        }

        @Override
        public void onError(Throwable error) {
            told(error);
            super.onError(error);
        }
    }

    /** The last piece of a thought is held back until it is known what follows: a segment, a candidate, or the end. */
    @ParameterizedTest
    @EnumSource(
            value = OnExhausted.class,
            names = {"BEST", "FAIL"})
    void inTheCallbackOfAThought(OnExhausted then) throws Exception {
        GenerationOptions picky = GenerationOptions.builder()
                .onExhausted(then)
                .rewardFloor(0.0)
                .maxAttempts(2)
                .build();
        RewardModel reward = Engines.judging(text -> text.contains("evil") ? -9 : 9);
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Time?"))
                .parameters(CardsChatRequestParameters.builder()
                        .reportRejected(true)
                        .build())
                .build();
        ExecutorService callbacks = Executors.newSingleThreadExecutor();
        try (Cards engine = Engines.over(Engines.saying("<think>\nHm, it is late, and evil"), reward, 8)) {
            engine.useDefaults(engine.defaults().overrideWith(picky));
            int pieces = 0;
            boolean cancelled;
            do {
                Thinker thinker = new Thinker(++pieces);
                model(engine, callbacks).chat(request, thinker);
                awaitEnd(callbacks);

                cancelled = thinker.cancelled.get();
                assertThat(thinker.after).as("after %d pieces", pieces).isEmpty();
                assertThat(thinker.end.isDone()).isNotEqualTo(cancelled);
            } while (cancelled);
            assertThat(pieces).isGreaterThan(4);
        } finally {
            callbacks.shutdown();
        }
    }

    /** Whoever has cancelled wants to hear nothing, not even of its own error. */
    @Test
    void anErrorOfAHandlerThatHasCancelledIsNotToldToIt() throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                context.streamingHandle().cancel();
                throw new AssertionError("not as expected");
            }

            @Override
            public void onError(Throwable error) {
                told.add(error);
            }
        };
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsStreamingChatModel.builder()
                    .engine(engine)
                    .executor(task -> new Thread(() -> thrown.complete(catchThrowable(task::run))).start())
                    .build()
                    .chat("story", recorder);

            assertThat(thrown.get(1, TimeUnit.MINUTES)).isInstanceOf(AssertionError.class);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void inTheLastCallbackItChangesNothing() throws Exception {
        AtomicReference<StreamingHandle> handle = new AtomicReference<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onUnmappedRawEvent(Object event) {
                super.onUnmappedRawEvent(event);
                if (event instanceof StreamingHandle begun) {
                    handle.set(begun);
                }
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                handle.get().cancel();
                super.onCompleteResponse(response);
            }
        };
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsStreamingChatModel.builder().engine(engine).build().chat("I love you", recorder);

            assertThat(recorder.response().aiMessage().text()).isEqualTo("Ich liebe dich.");
            assertThat(String.join("", recorder.pieces)).isEqualTo("Ich liebe dich.");
        }
    }

    @Test
    void aDeadlineEndsTheStreamWithWhatWasShown() throws Exception {
        ScriptedModel script = Engines.knowing();
        Duration deadline = Duration.ofMillis(300);
        AtomicLong begun = new AtomicLong();
        // At its 50th step the model stands still until the deadline has surely passed.
        script.beforeStep(() -> {
            begun.compareAndSet(0, System.nanoTime());
            while (script.steps() == 50 && System.nanoTime() - begun.get() < deadline.toNanos()) {
                Thread.onSpinWait();
            }
        });
        Recorder recorder = new Recorder();
        try (Cards engine = Engines.over(script)) {
            CardsStreamingChatModel.builder()
                    .engine(engine)
                    .defaultRequestParameters(CardsChatRequestParameters.builder()
                            .deadline(deadline)
                            .build())
                    .build()
                    .chat("story", recorder);
            ChatResponse response = recorder.response();

            assertThat(response.finishReason()).isEqualTo(FinishReason.OTHER);
            assertThat(response.aiMessage().text())
                    .isEqualTo(String.join("", recorder.pieces))
                    .isNotEqualTo(Engines.STORY);
            assertThat(Engines.STORY).startsWith(response.aiMessage().text());
        }
    }
}
