package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that wait: interrupted, cancelled, out of time, or their engine is closed. Nothing hangs. */
@Timeout(120)
class WaitingTest {

    private static final ChatRequest STORY =
            ChatRequest.builder().messages(UserMessage.from("story")).build();

    private static CardsChatModel model(Cards engine) {
        return CardsChatModel.builder().engine(engine).build();
    }

    @Test
    void anInterruptedCallerGivesUpAndTheDeviceStops() throws Exception {
        Gate gate = new Gate();
        ScriptedModel script = Engines.knowing().beforeStep(gate);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (Cards engine = Engines.over(script)) {
            Thread caller = new Thread(() -> {
                thrown.complete(catchThrowable(() -> model(engine).chat(STORY)));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            gate.awaitReached();
            caller.interrupt();

            assertThat(thrown.get(1, TimeUnit.MINUTES))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted while waiting");
            assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
            gate.open();
            model(engine).chat("I love you");
            assertThat(script.steps()).isLessThan(40);
        }
    }

    @Test
    void closingTheEngineEndsAnswersThatRunOrWait() throws Exception {
        Gate gate = new Gate();
        Cards engine = Engines.over(Engines.knowing().beforeStep(gate));
        CardsChatModel model = model(engine);
        CompletableFuture<Throwable> caller = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> model.chat(STORY)), task -> new Thread(task).start());
        CompletableFuture<ChatResponse> async = model.doChatAsync(STORY);
        Engines.close(engine, gate);

        assertThat(caller.get(1, TimeUnit.MINUTES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> async.get(1, TimeUnit.MINUTES))
                .hasRootCauseMessage("the engine was closed before the answer ended");
        assertThatThrownBy(() -> model.chat(STORY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
        assertThatThrownBy(() -> model.doChatAsync(STORY).get(1, TimeUnit.MINUTES))
                .hasRootCauseMessage("the engine is closed");
    }

    private static int stepsOfOneAnswer() {
        ScriptedModel script = Engines.knowing();
        try (Cards engine = Engines.over(script)) {
            model(engine).chat("I love you");
        }
        return script.steps();
    }

    @Test
    void anAnswerCancelledBeforeItBeginsCostsNoStep() throws Exception {
        Gate gate = new Gate();
        ScriptedModel script = Engines.knowing().beforeStep(gate);
        try (Cards engine = Engines.over(script)) {
            var first = engine.start(CardsRequest.of("I love you"), DecodingListener.NONE);
            gate.awaitReached();
            CompletableFuture<ChatResponse> second = model(engine).doChatAsync(STORY);
            second.cancel(true);
            gate.open();
            first.future().get(1, TimeUnit.MINUTES);
            model(engine).chat("I love you");

            assertThat(second).isCancelled();
            assertThat(script.steps()).isEqualTo(2 * stepsOfOneAnswer());
        }
    }

    /** The model's own future hands on a timeout too, unlike that of LangChain4j's chatAsync. */
    @Test
    void aFutureThatEndsEarlyForAnyReasonStopsTheDevice() throws Exception {
        for (boolean cancel : new boolean[] {true, false}) {
            Gate gate = new Gate();
            ScriptedModel script = Engines.knowing().beforeStep(gate);
            try (Cards engine = Engines.over(script)) {
                CompletableFuture<ChatResponse> future = model(engine).doChatAsync(STORY);
                gate.awaitReached();
                assertThat(cancel ? future.cancel(true) : future.completeExceptionally(new TimeoutException()))
                        .isTrue();
                gate.open();
                model(engine).chat("I love you");

                assertThat(script.steps()).isLessThan(60);
            }
        }
    }

    @Test
    void cancellingAfterTheEndChangesNothing() throws Exception {
        try (Cards engine = Engines.over(Engines.knowing())) {
            CompletableFuture<ChatResponse> future = model(engine).doChatAsync(STORY);
            ChatResponse response = future.get(1, TimeUnit.MINUTES);

            assertThat(future.cancel(true)).isFalse();
            assertThat(future.get()).isSameAs(response);
        }
    }

    @Test
    void theDeadlineEndsTheAnswerWithWhatThereIs() {
        ChatRequest hurried = ChatRequest.builder()
                .messages(UserMessage.from("story"))
                .parameters(CardsChatRequestParameters.builder()
                        .deadline(Duration.ofNanos(1))
                        .build())
                .build();
        try (Cards engine = Engines.over(Engines.knowing())) {
            ChatResponse response = model(engine).chat(hurried);
            assertThat(response.finishReason()).isEqualTo(FinishReason.OTHER);
            assertThat(((CardsChatResponseMetadata) response.metadata()).decodingFinishReason())
                    .isEqualTo(io.github.cards4j.decoding.FinishReason.DEADLINE);
        }
    }
}
