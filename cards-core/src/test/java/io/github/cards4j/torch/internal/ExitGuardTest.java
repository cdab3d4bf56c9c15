package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExitGuardTest {

    private final ExitGuard guard = new ExitGuard(Duration.ofMillis(20));

    private static int waitFor(CountDownLatch latch, int result) {
        try {
            latch.await();
            return result;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theExitWaitsForThePassInHandAndNoOtherBegins() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Integer> pass = new CompletableFuture<>();
        Thread engine = new Thread(() -> pass.complete(guard.call(() -> {
            begun.countDown();
            return waitFor(mayEnd, 7);
        })));
        engine.start();
        begun.await();

        Thread exit = new Thread(guard::exit);
        exit.start();
        while (exit.getState() != Thread.State.WAITING && exit.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        assertThat(exit.getState()).isEqualTo(Thread.State.WAITING);
        mayEnd.countDown();
        exit.join();

        assertThat(pass.get(1, TimeUnit.MINUTES)).isEqualTo(7);
        assertThatThrownBy(() -> guard.call(() -> 8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the JVM is exiting");
    }

    @Test
    void aGuardThatIsRemovedIsForgotten() {
        guard.install();
        guard.remove();
        guard.remove();
        assertThat(guard.call(() -> 8)).isEqualTo(8);
    }
}
