package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.template.ChatFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CardsCloseTest {

    /** From JDK 25 on the common pool has a single thread on a machine of two cores: its tasks wait for each other. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    private static Cards plain(ScriptedModel model) {
        return Cards.of(model, null, ChatFormats.of("plain"));
    }

    @Test
    void closeEndsWhatRunsAndWaitsWithAnError() throws Exception {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.babbling().beforeStep(gate);
        Cards cards = plain(model);
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            generations.add(cards.start(CardsRequest.of("Hi"), DecodingListener.NONE));
        }
        gate.awaitReached();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(cards::close, OWN_THREAD);
        while (catchThrowable(() -> cards.start(CardsRequest.of("Hi"), DecodingListener.NONE)) == null) {
            Thread.onSpinWait();
        }
        gate.open();
        closing.get(1, TimeUnit.MINUTES);

        for (Generation generation : generations) {
            assertThatThrownBy(() -> generation.future().get())
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("the engine was closed before the answer ended");
        }
        assertThat(model.closed()).isTrue();
        cards.close();
        assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void theTokenizerLivesUntilTheLastCallerHasLeftIt() throws Exception {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.babbling().beforeEncode(() -> gate.accept(List.of()));
        Cards cards = plain(model);
        CompletableFuture<Throwable> caller = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> cards.generate(CardsRequest.of("Hi"))), OWN_THREAD);
        gate.awaitReached();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(cards::close, OWN_THREAD);
        awaitRefusal(cards);

        assertThat(closing).isNotDone();
        assertThat(model.closed()).isFalse();
        gate.open();
        closing.get(1, TimeUnit.MINUTES);
        assertThat(model.closed()).isTrue();
        assertThat(caller.get(1, TimeUnit.MINUTES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
    }

    /** Returns once the engine takes no more requests. */
    private static void awaitRefusal(Cards cards) {
        while (!"the engine is closed"
                .equals(catchThrowable(() -> cards.calibrate(List.of())).getMessage())) {
            Thread.onSpinWait();
        }
    }
}
