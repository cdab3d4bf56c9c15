package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.template.ChatFormats;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loading that nobody waits for any more. */
@Timeout(60)
class LoadStopTest {

    private static Models models(ScriptedModel llm, AutoCloseable owned) {
        return new Models(
                llm,
                llm.name(),
                null,
                null,
                new PromptEncoder(llm.name(), llm.tokenizer(), ChatFormats.of("plain")),
                "scripted",
                8,
                OptionResolver.of(null, null, llm.name(), null, null),
                List.of(owned));
    }

    @Test
    void closingInterruptsWhatIsFetched() {
        CountDownLatch fetching = new CountDownLatch(1);
        Worker worker = new Worker(stop -> stop.fetching(() -> waitForEver(fetching)), 8);
        worker.start();
        Gate.await(fetching);
        worker.close();

        assertThat(worker.state()).isEqualTo(EngineState.CLOSED);
        assertThat(worker.failure()).isNull();
        assertThatThrownBy(worker::models)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void closingEndsLoadingAtItsNextStep() {
        CountDownLatch loading = new CountDownLatch(1);
        Worker worker = new Worker(
                stop -> {
                    loading.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        stop.check();
                    }
                    throw new AssertionError("native libraries may have been interrupted");
                },
                8);
        worker.start();
        Gate.await(loading);
        worker.close();
        assertThat(worker.state()).isEqualTo(EngineState.CLOSED);
    }

    @Test
    void anInterruptDoesNotOutliveWhatWasFetched() {
        CountDownLatch fetching = new CountDownLatch(1);
        CountDownLatch clear = new CountDownLatch(1);
        Worker worker = new Worker(
                stop -> {
                    try {
                        return stop.fetching(() -> waitForEver(fetching));
                    } finally {
                        if (!Thread.currentThread().isInterrupted()) {
                            clear.countDown();
                        }
                    }
                },
                8);
        worker.start();
        Gate.await(fetching);
        worker.abandon();
        Gate.await(clear);
    }

    /** As where loading ends between a caller's interrupt and its giving up. */
    @Test
    void anAbandonedWorkerThatWaitsForWorkFreesItsModels() {
        ScriptedModel llm = ScriptedModel.babbling();
        CountDownLatch freed = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        Worker worker = new Worker(
                stop -> {
                    thread.set(Thread.currentThread());
                    return models(llm, freed::countDown);
                },
                8);
        assertThat(worker.models()).isNotNull();
        while (thread.get().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        worker.abandon();
        Gate.await(freed);
        assertThat(llm.closed()).isTrue();
    }

    private static Models waitForEver(CountDownLatch reached) {
        reached.countDown();
        try {
            new CountDownLatch(1).await();
            throw new AssertionError();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
