package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.template.ChatFormats;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CardsObserverTest {

    /** Writes down what it sees. */
    private static final class Seen implements CardsObserver {

        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public DecodingListener onStart(CardsRequest request) {
            events.add("start " + request.messages().get(0).text());
            return new DecodingListener() {
                @Override
                public void onRejected(Candidate candidate) {
                    events.add("rejected");
                }

                @Override
                public void onSegment(Segment segment) {
                    events.add("segment " + segment.text());
                }
            };
        }

        @Override
        public void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {
            events.add("end "
                    + (response != null
                            ? response.result().finishReason()
                            : failure == null ? "?" : failure.getClass().getSimpleName()));
        }
    }

    private static Cards over(ScriptedModel model) {
        return Cards.of(
                model,
                new ScriptedReward(text -> 2),
                ChatFormats.of("plain"),
                CardsOptions.builder()
                        .llm("scripted")
                        .queueCapacity(1)
                        .defaults(GenerationOptions.builder()
                                .targetReward(1.0)
                                .rewardTemperature(0.1)
                                .uncertaintyThreshold(9.0)
                                .build())
                        .build());
    }

    @Test
    void seesEachRequestFromStartToEndBeforeItsCallerDoes() {
        Seen seen = new Seen();
        try (Cards cards = over(ScriptedModel.saying("Hello."))) {
            cards.observe(seen);
            String answer = cards.generate(CardsRequest.of("Hi")).text();

            assertThat(seen.events)
                    .containsExactly("start Hi", "segment " + answer, "end " + FinishReason.END_OF_SEQUENCE);
        }
    }

    @Test
    void seesWhatIsRefusedAndWhatIsCancelled() {
        Seen seen = new Seen();
        Gate gate = new Gate();
        try (Cards cards = over(ScriptedModel.babbling().beforeStep(gate))) {
            cards.observe(seen);
            Generation first = cards.start(CardsRequest.of("first"), DecodingListener.NONE);
            gate.awaitReached();
            assertThatThrownBy(() -> cards.start(CardsRequest.of("second"), DecodingListener.NONE))
                    .isInstanceOf(QueueFullException.class);
            first.future().cancel(true);
            gate.open();

            assertThat(seen.events)
                    .containsExactly(
                            "start first",
                            "start second",
                            "end " + QueueFullException.class.getSimpleName(),
                            "end " + CancellationException.class.getSimpleName());
        }
    }

    @Test
    void whatItThrowsIsLoggedAndHarmsNobody() {
        Seen seen = new Seen();
        CardsObserver broken = new CardsObserver() {
            @Override
            public DecodingListener onStart(CardsRequest request) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {
                throw new IllegalStateException("broken");
            }
        };
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (Cards cards = over(ScriptedModel.saying("Hello."))) {
            cards.observe(broken);
            cards.observe(seen);

            assertThat(cards.generate(CardsRequest.of("Hi")).text()).isEqualTo("Hello.");
            assertThat(seen.events).hasSize(3);
        } finally {
            System.setErr(usual);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("an observer failed", "broken");
    }
}
