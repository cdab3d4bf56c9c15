package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.EngineState;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** Answers in flight when the application ends. */
@Timeout(300)
class ShutdownTest {

    private final ApplicationContextRunner runner = Starter.demo()
            .withPropertyValues(
                    "cards.sampling.max-new-tokens=24", "cards.segmentation.max-tokens=4", "cards.sampling.seed=3");

    /** An answer that stops at its first segment until the engine is in a state. */
    private static CompletableFuture<CardsResponse> answer(Cards cards, EngineState until, CountDownLatch begun) {
        return cards.start(CardsRequest.of("Where is my parcel?"), new DecodingListener() {
                    @Override
                    public void onSegment(Segment segment) {
                        begun.countDown();
                        while (cards.state() != until) {
                            Thread.onSpinWait();
                        }
                    }
                })
                .future();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersInFlightMayEnd(boolean stoppedBefore) {
        runner.run(context -> {
            Cards cards = context.getBean(Cards.class);
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<CardsResponse> answer = answer(cards, EngineState.DRAINING, begun);
            begun.await();
            if (stoppedBefore) {
                context.getSourceApplicationContext().stop();
            }
            context.getSourceApplicationContext().close();
            assertThat(answer)
                    .isCompletedWithValueMatching(response -> !response.text().isEmpty());
            assertThat(cards.state()).isEqualTo(EngineState.CLOSED);
        });
    }

    @Test
    void answersThatTakeTooLongAreCancelled() {
        runner.withPropertyValues("cards.shutdown-timeout=0s").run(context -> {
            Cards cards = context.getBean(Cards.class);
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<CardsResponse> answer = answer(cards, EngineState.CLOSED, begun);
            begun.await();
            context.getSourceApplicationContext().close();
            assertThat(answer)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat()
                    .withMessageContaining("the engine was closed before the answer ended");
        });
    }

    @Test
    void aContextThatIsOnlyStoppedCanGoOn() {
        runner.run(context -> {
            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            source.stop();
            source.start();
            assertThat(context.getBean(Cards.class)
                            .generate(CardsRequest.of("Hello"))
                            .text())
                    .isNotEmpty();
        });
    }
}
