package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Many clients at once: for a few seconds in every build, and for as long as {@code -Dload.duration=PT5M} says. Prints what it
 * has seen.
 */
class LoadTest extends DemoTest {

    private static final int CLIENTS = Integer.getInteger("load.clients", 50);
    private static final Duration DURATION = Duration.parse(System.getProperty("load.duration", "PT3S"));
    private static final int DISCONNECTING = 20;
    private static final long MEGABYTE = 1 << 20;

    @Test
    void everyAnswerIsWholeAndNobodyHearsMoreThanComeAgain() throws Exception {
        Load load = new Load(port, CLIENTS);
        load.run(DURATION.dividedBy(5));
        Memory before = Memory.now();
        load.run(DURATION.minus(DURATION.dividedBy(5)));
        Memory after = Memory.now();
        System.out.printf("%d clients, %s: %s%n", CLIENTS, DURATION, load.report());
        System.out.printf("memory after a fifth of the time: %s; at the end: %s%n", before, after);
        assertThat(load.problems()).isEmpty();
        assertThat(load.answered()).isPositive();
        assertThat(after.heap() - before.heap()).isLessThan(64 * MEGABYTE);
        await().atMost(Duration.ofSeconds(60)).until(this::atRest);
    }

    @Test
    void clientsThatGoInMidAnswerCostNothingMore() throws IOException {
        Ends ends = new Ends();
        cards.observe(ends);
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < DISCONNECTING; i++) {
            connections.add(RawConnection.post(
                    port, "/api/chat", Client.question("My parcel is late. Where is it?", ",\"strength\":0.5")));
        }
        for (RawConnection connection : connections) {
            connection.readUntil("event: text");
            connection.close();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> ends.all.get() == DISCONNECTING);
        await().atMost(Duration.ofSeconds(60)).until(this::atRest);
        System.out.printf(
                "%d clients went in mid-answer: %d answers were stopped%n", DISCONNECTING, ends.stopped.get());
        assertThat(ends.stopped.get()).isPositive();
    }

    private boolean atRest() {
        return cards.load().running() + cards.load().waiting() == 0;
    }

    private static final class Ends implements CardsObserver {

        private final AtomicInteger all = new AtomicInteger();
        private final AtomicInteger stopped = new AtomicInteger();

        @Override
        public void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {
            if (failure instanceof CancellationException) {
                stopped.incrementAndGet();
            }
            all.incrementAndGet();
        }
    }
}
