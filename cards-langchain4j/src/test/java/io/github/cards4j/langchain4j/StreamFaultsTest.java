package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.cards4j.Cards;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers, executors and threads that fail, and an engine that is closed: each harms its own answer only. */
@Timeout(120)
class StreamFaultsTest {

    private static CardsStreamingChatModel model(Cards engine) {
        return CardsStreamingChatModel.builder().engine(engine).build();
    }

    private static CardsStreamingChatModel model(Cards engine, Executor executor) {
        return CardsStreamingChatModel.builder()
                .engine(engine)
                .executor(executor)
                .build();
    }

    @Test
    void aHandlerThatThrowsHearsOfItAndHarmsNobody() throws Exception {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        Recorder broken = new Recorder() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void onError(Throwable error) {
                errors.add(error);
                throw new IllegalStateException("broken too");
            }
        };
        Recorder whole = new Recorder();
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsStreamingChatModel model = model(engine);
            model.chat("story", broken);
            model.chat("story", whole);

            ChatResponse response = broken.response();
            assertThat(response.aiMessage().text()).isEqualTo(Engines.STORY);
            assertThat(whole.response().aiMessage().text()).isEqualTo(Engines.STORY);
        }
        assertThat(errors).hasSameSizeAs(whole.pieces).allSatisfy(error -> assertThat(error)
                .hasMessage("broken"));
    }

    @Test
    void anErrorOfTheHandlerEndsItsAnswerAndFreesTheEngine() {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Recorder broken = new Recorder() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                throw new AssertionError("not as expected");
            }
        };
        ScriptedModel script = Engines.knowing();
        try (Cards engine = Engines.over(script)) {
            Gate ended = new Gate();
            script.beforeStep(() -> {
                if (script.steps() == 20) {
                    ended.run();
                }
            });
            model(engine, task -> new Thread(() -> thrown.complete(catchThrowable(task::run))).start())
                    .chat("story", broken);

            assertThat(thrown.join()).isInstanceOf(AssertionError.class).hasMessage("not as expected");
            assertThatThrownBy(broken::response)
                    .hasCauseInstanceOf(InternalServerException.class)
                    .hasRootCauseMessage("not as expected");
            ended.open();
            CardsChatModel.builder().engine(engine).build().chat("I love you");
            // The whole story takes 680.
            assertThat(script.steps()).isLessThan(60);
        }
    }

    @Test
    void anExecutorThatIsFullIsARateLimitThatListenersHearOfToo() throws Exception {
        try (Cards engine = Engines.over(Engines.knowing())) {
            CompletableFuture<Throwable> heard = new CompletableFuture<>();
            CardsStreamingChatModel full = CardsStreamingChatModel.builder()
                    .engine(engine)
                    .executor(task -> {
                        throw new RejectedExecutionException("full");
                    })
                    .listeners(new ChatModelListener() {
                        @Override
                        public void onError(ChatModelErrorContext context) {
                            heard.complete(context.error());
                        }
                    })
                    .build();
            for (String question : List.of("story", " ")) {
                Recorder recorder = new Recorder();
                full.chat(
                        ChatRequest.builder()
                                .messages(UserMessage.from(question))
                                .build(),
                        recorder);
                assertThat(recorder.error())
                        .isInstanceOf(RateLimitException.class)
                        .hasMessageContaining("executor")
                        .hasRootCauseMessage("full");
            }
            assertThat(heard.join()).isInstanceOf(RateLimitException.class);
        }
    }

    @Test
    void cancellingAfterTheEndIsHarmless() throws Exception {
        AtomicReference<StreamingHandle> handle = new AtomicReference<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                handle.set(context.streamingHandle());
                super.onPartialResponse(piece, context);
            }
        };
        try (Cards engine = Engines.over(Engines.knowing())) {
            model(engine).chat("I love you", recorder);
            assertThat(recorder.response().aiMessage().text()).isEqualTo("Ich liebe dich.");
            assertThat(handle.get().isCancelled()).isFalse();

            handle.get().cancel();
            handle.get().cancel();

            assertThat(handle.get().isCancelled()).isTrue();
            Recorder next = new Recorder();
            model(engine).chat("I love you", next);
            assertThat(next.response().aiMessage().text()).isEqualTo("Ich liebe dich.");
        }
    }

    @Test
    void anInterruptOfTheCallbackThreadStopsTheAnswer() throws Exception {
        Gate gate = new Gate();
        ScriptedModel script = Engines.knowing().beforeStep(gate);
        AtomicReference<Thread> thread = new AtomicReference<>();
        Recorder recorder = new Recorder();
        try (Cards engine = Engines.over(script)) {
            model(engine, task -> {
                        thread.set(new Thread(task));
                        thread.get().start();
                    })
                    .chat("story", recorder);
            gate.awaitReached();
            thread.get().interrupt();

            assertThat(recorder.error())
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted");
            gate.open();
            CardsChatModel.builder().engine(engine).build().chat("I love you");
            assertThat(script.steps()).isLessThan(40);
        }
    }

    @Test
    void closingTheEngineEndsTheStreamWithAnError() throws Exception {
        Gate gate = new Gate();
        Recorder recorder = new Recorder();
        Cards engine = Engines.over(Engines.knowing().beforeStep(gate));
        model(engine).chat("story", recorder);
        gate.awaitReached();
        Engines.close(engine, gate);

        assertThatThrownBy(recorder::response)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("the engine was closed before the answer ended");
        Recorder late = new Recorder();
        model(engine).chat("story", late);
        assertThatThrownBy(late::response).hasRootCauseMessage("the engine is closed");
    }
}
