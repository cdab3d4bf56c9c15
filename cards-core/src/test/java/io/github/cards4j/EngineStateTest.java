package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.template.ChatFormats;
import io.github.cards4j.tools.ToolChoice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far an engine is, from before its models are loaded to after its end. */
@Timeout(120)
class EngineStateTest {

    private static final CardsRequest SHORT = CardsRequest.of("Hi")
            .with(GenerationOptions.builder().maxNewTokens(3).build());

    private static CardsOptions options(String llm) {
        return CardsOptions.builder()
                .llm(llm)
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .build();
    }

    private static CardsOptions tied() {
        return options(Golden.folder("tied").toString());
    }

    @Test
    void aLazyEngineLoadsWhenItIsAsked() {
        try (Cards cards = Cards.openLazily(tied(), LoadListener.NONE)) {
            assertThat(cards.state()).isEqualTo(EngineState.NEW);
            assertThat(cards.modelName()).isEqualTo("tied");
            assertThat(cards.load()).isEqualTo(new EngineLoad(0, 0, CardsOptions.DEFAULT_QUEUE_CAPACITY));
            assertThat(cards.state()).isEqualTo(EngineState.NEW);

            assertThat(cards.generate(SHORT).result().tokens()).isNotEmpty();
            assertThat(cards.state()).isEqualTo(EngineState.READY);
        }
    }

    @Test
    void requestsWaitForModelsThatAreLoadedInTheBackground() throws Exception {
        CountDownLatch mayLoad = new CountDownLatch(1);
        try (Cards cards = Cards.openInBackground(tied(), (what, fraction) -> await(mayLoad))) {
            assertThat(cards.state()).isEqualTo(EngineState.LOADING);
            CompletableFuture<CardsResponse> waiting = CompletableFuture.supplyAsync(() -> cards.generate(SHORT));

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cards.generate(SHORT))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(waiting).isNotDone();

            mayLoad.countDown();
            assertThat(waiting.get(1, TimeUnit.MINUTES).result().tokens()).isNotEmpty();
            assertThat(cards.state()).isEqualTo(EngineState.READY);
            assertThat(cards.failure()).isNull();
        }
    }

    @Test
    void requestsThatWaitForTheModelsHaveTheirPlacesInTheQueue() throws Exception {
        CountDownLatch mayLoad = new CountDownLatch(1);
        CardsOptions two = CardsOptions.builder()
                .llm(Golden.folder("tied").toString())
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .queueCapacity(2)
                .build();
        try (Cards cards = Cards.openInBackground(two, (what, fraction) -> await(mayLoad))) {
            Generation first = cards.start(SHORT, DecodingListener.NONE);
            Generation second = cards.start(SHORT, DecodingListener.NONE);
            assertThat(cards.load()).isEqualTo(new EngineLoad(0, 2, 2));
            assertThatThrownBy(() -> cards.start(SHORT, DecodingListener.NONE))
                    .isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("2");

            first.future().cancel(true);
            assertThat(cards.load()).isEqualTo(new EngineLoad(0, 1, 2));
            second.cancel();
            assertThat(second.future()).isDone();
            assertThat(second.future().join())
                    .satisfies(
                            answer -> assertThat(answer.result().finishReason()).isEqualTo(FinishReason.CANCELLED))
                    .satisfies(answer -> assertThat(answer.text()).isEmpty())
                    .satisfies(answer -> assertThat(answer.promptTokens()).isZero());
            CardsResponse late = cards.generate(SHORT.with(
                    GenerationOptions.builder().deadline(Duration.ofNanos(1)).build()));
            assertThat(late.result().finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(cards.load()).isEqualTo(new EngineLoad(0, 0, 2));

            Generation third = cards.start(SHORT, DecodingListener.NONE);
            mayLoad.countDown();
            assertThat(third.future().get(1, TimeUnit.MINUTES).result().tokens())
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsWrongWithARequestThatWaitedIsToldByItsFuture() {
        CountDownLatch mayLoad = new CountDownLatch(1);
        try (Cards cards = Cards.openInBackground(tied(), (what, fraction) -> await(mayLoad))) {
            Generation tools = cards.start(
                    SHORT.with(List.of(new ToolSpec("clock", "", ToolSpec.NO_PARAMETERS)), ToolChoice.AUTO),
                    DecodingListener.NONE);
            Generation right = cards.start(SHORT, DecodingListener.NONE);
            assertThatThrownBy(() -> cards.start(SHORT.withProfile("none"), DecodingListener.NONE))
                    .hasMessageContaining("'none'");
            mayLoad.countDown();

            assertThatThrownBy(() -> tools.future().get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no place for tools");
            assertThat(right.future().join().result().tokens()).isNotEmpty();
        }
    }

    @Test
    void modelsThatDoNotComeEndWhatWaitsForThem() {
        CountDownLatch mayLoad = new CountDownLatch(1);
        Cards cards = Cards.openInBackground(tied(), (what, fraction) -> {
            await(mayLoad);
            throw new ModelException("the weights are broken");
        });
        Generation waiting = cards.start(SHORT, DecodingListener.NONE);
        mayLoad.countDown();

        assertThatThrownBy(() -> waiting.future().get(1, TimeUnit.MINUTES))
                .hasRootCauseMessage("the weights are broken");
        assertThatThrownBy(() -> cards.start(SHORT, DecodingListener.NONE)).isInstanceOf(ModelException.class);
        cards.close();
        assertThat(cards.load().waiting()).isZero();
    }

    @Test
    void aListenerThatAsksTheEngineWhileItLoadsIsToldSo() {
        CompletableFuture<Cards> opened = new CompletableFuture<>();
        Cards cards =
                Cards.openInBackground(tied(), (what, fraction) -> opened.join().description());
        opened.complete(cards);

        assertThatThrownBy(cards::description)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would wait for itself");
    }

    @Test
    void whatFailedInTheBackgroundIsToldToEachRequest() {
        Cards cards = Cards.openInBackground(options("/no/such/folder"), LoadListener.NONE);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> cards.generate(SHORT))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("/no/such/folder");
        }
        assertThat(cards.state()).isEqualTo(EngineState.FAILED);
        assertThat(cards.failure()).isInstanceOf(ModelException.class).hasMessageContaining("/no/such/folder");
        cards.close();
        assertThat(cards.state()).isEqualTo(EngineState.FAILED);
    }

    @Test
    void aLazyEngineThatWasClosedLoadsNothing() {
        Cards cards = Cards.openLazily(tied(), LoadListener.NONE);
        cards.close();

        assertThat(cards.state()).isEqualTo(EngineState.CLOSED);
        assertThatThrownBy(() -> cards.generate(SHORT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void closedWhileItLoadsItEndsAndSoDoRequests() {
        CountDownLatch mayLoad = new CountDownLatch(1);
        Cards cards = Cards.openInBackground(tied(), (what, fraction) -> await(mayLoad));
        CompletableFuture<CardsResponse> waiting = CompletableFuture.supplyAsync(() -> cards.generate(SHORT));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(cards::close);
        while (cards.state() != EngineState.CLOSED) {
            Thread.onSpinWait();
        }
        mayLoad.countDown();

        closing.join();
        assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void drainingEndsWhatRunsAndRefusesWhatComes() {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.saying("Hello.").beforeStep(gate);
        try (Cards cards = Cards.of(model, null, ChatFormats.of("plain"))) {
            Generation running = cards.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            gate.awaitReached();
            assertThat(cards.load().running()).isEqualTo(1);

            assertThat(cards.drain(Duration.ofMillis(1))).isFalse();
            assertThat(cards.state()).isEqualTo(EngineState.DRAINING);
            assertThatThrownBy(() -> cards.start(CardsRequest.of("Hi"), DecodingListener.NONE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("shutting down");

            gate.open();
            assertThat(cards.drain(Duration.ofMinutes(1))).isTrue();
            assertThat(running.future().join().result().finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
            assertThat(cards.load().running()).isZero();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
