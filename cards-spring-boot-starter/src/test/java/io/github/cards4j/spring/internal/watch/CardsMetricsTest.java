package io.github.cards4j.spring.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.Generation;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.QueueFullException;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.spring.Gate;
import io.github.cards4j.spring.Letters;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CardsMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final CardsMetrics metrics = new CardsMetrics();

    @BeforeEach
    void bind() {
        metrics.bindTo(registry);
    }

    private Cards watched(Cards cards) {
        cards.observe(metrics.of(cards));
        return cards;
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private long requests(String... tags) {
        return registry.find("cards.requests").tags(tags).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void metersAgreeWithWhatTheAnswerSays() {
        try (Cards cards = watched(Letters.engine())) {
            CardsResponse response = cards.generate(CardsRequest.of("Hi"));

            Counters counters = response.result().counters();
            List<Segment> segments = response.result().segments();
            assertThat(counters.tokensRejected()).isPositive();
            assertThat(count("cards.tokens.prompt")).isEqualTo(response.promptTokens());
            assertThat(count("cards.tokens.proposed")).isEqualTo(counters.tokensProposed());
            assertThat(count("cards.tokens.accepted")).isEqualTo(counters.tokensAccepted());
            assertThat(count("cards.forward.passes", "model", "llm")).isEqualTo(counters.llmForwardPasses());
            assertThat(count("cards.forward.passes", "model", "reward")).isEqualTo(counters.rewardForwardPasses());
            double passed = segments.stream().filter(s -> !s.exhausted()).count();
            assertThat(count("cards.candidates", "outcome", "accepted")).isEqualTo(passed);
            assertThat(count("cards.candidates", "outcome", "accepted")
                            + count("cards.candidates", "outcome", "exhausted")
                            + count("cards.candidates", "outcome", "rejected"))
                    .isEqualTo(counters.candidatesJudged());
            assertThat(count("cards.segments.exhausted")).isEqualTo(counters.exhaustedSegments());
            assertThat(registry.get("cards.acceptance").summary().totalAmount())
                    .isCloseTo(passed / counters.candidatesJudged(), within(1e-12));
            assertThat(requests("outcome", "length", "error", "none", "profile", "none"))
                    .isEqualTo(1);
            assertThat(registry.get("cards.first.segment").timer().count()).isEqualTo(1);
        }
    }

    /** Nothing passes: of each segment's attempts the best is taken, be it the last or not, and all others are rejected. */
    @Test
    void everyCandidateOfAnExhaustedSegmentIsCountedOnce() {
        try (Cards cards = watched(Letters.engine())) {
            cards.useProfile(
                    "strict",
                    GenerationOptions.builder()
                            .targetReward(50.0)
                            .maxAttempts(2)
                            .build());
            int last = 0;
            int segments = 0;
            for (long seed = 0; seed < 10; seed++) {
                CardsResponse response = cards.generate(CardsRequest.of("Hi")
                        .withProfile("strict")
                        .with(GenerationOptions.builder().seed(seed).build()));
                segments += response.result().segments().size();
                last += (int) response.result().segments().stream()
                        .filter(segment -> segment.candidate().attempt() == 2)
                        .count();
            }
            assertThat(last).isBetween(1, segments - 1);
            assertThat(count("cards.candidates", "outcome", "accepted")).isZero();
            assertThat(count("cards.candidates", "outcome", "exhausted")).isEqualTo(segments);
            assertThat(count("cards.candidates", "outcome", "rejected")).isEqualTo(segments);
        }
    }

    @Test
    void rewardsBelowZeroAreNotLost() {
        try (Cards cards = watched(Letters.engine(() -> {}, -5, 64))) {
            double reward = cards.generate(CardsRequest.of("Hi")).result().reward();

            assertThat(reward).isNegative();
            DistributionSummary negative =
                    registry.get("cards.reward").tag("sign", "negative").summary();
            assertThat(negative.count()).isEqualTo(1);
            assertThat(negative.totalAmount()).isEqualTo(-reward);
            assertThat(registry.get("cards.reward")
                            .tag("sign", "positive")
                            .summary()
                            .count())
                    .isZero();
        }
    }

    @Test
    void aCalibrationTellsHowManyPlainAnswersWereWorse() {
        try (Cards cards = watched(Letters.engine())) {
            cards.calibrate(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
            double reward = cards.generate(CardsRequest.of("Hi")).result().reward();

            List<Double> plain = cards.calibration().rewards();
            double worse = plain.stream().filter(r -> r < reward).count();
            assertThat(registry.get("cards.reward.rank").summary().max())
                    .isCloseTo(worse / plain.size(), within(1e-12));
        }
    }

    @Test
    void profilesAreToldApartAndUnknownOnesAreOne() {
        try (Cards cards = watched(Letters.engine())) {
            cards.generate(CardsRequest.of("Hi").withProfile("strict"));
            cards.generate(CardsRequest.of("Hi").withProfile("plain"));
            for (String name : List.of("made-up-1", "made-up-2")) {
                assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi").withProfile(name)))
                        .isInstanceOf(IllegalArgumentException.class);
            }

            assertThat(requests("profile", "strict")).isEqualTo(1);
            assertThat(requests("profile", "plain")).isEqualTo(1);
            assertThat(requests("profile", "unknown", "outcome", "refused")).isEqualTo(2);
            assertThat(count("cards.candidates", "profile", "plain", "outcome", "rejected"))
                    .isZero();
            assertThat(registry.get("cards.acceptance")
                            .tag("profile", "plain")
                            .summary()
                            .count())
                    .isZero();
        }
    }

    @Test
    void cancelledAndRefusedRequestsAreCountedAndTheQueueIsShown() throws Exception {
        Gate gate = new Gate();
        try (Cards cards = watched(Letters.engine(gate, 0, 1))) {
            Generation first = cards.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            gate.awaitReached();

            assertThat(registry.get("cards.queue.running").gauge().value()).isEqualTo(1);
            assertThat(registry.get("cards.queue.waiting").gauge().value()).isZero();
            assertThat(registry.get("cards.queue.capacity").gauge().value()).isEqualTo(1);
            assertThatThrownBy(() -> cards.start(CardsRequest.of("Hi"), DecodingListener.NONE))
                    .isInstanceOf(QueueFullException.class);
            assertThat(requests("outcome", "queue_full", "error", "QueueFullException"))
                    .isEqualTo(1);

            first.future().cancel(true);
            gate.open();
            assertThat(requests("outcome", "cancelled")).isEqualTo(1);
            assertThat(requests()).isEqualTo(2);
        }
    }

    @Test
    void theQueueIsThatOfAllEngines() throws Exception {
        Gate gate = new Gate();
        try (Cards one = watched(Letters.engine(gate, 0, 1));
                Cards other = watched(Letters.engine(() -> {}, 0, 7))) {
            Generation waits = one.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            gate.awaitReached();

            assertThat(registry.get("cards.queue.capacity").gauge().value()).isEqualTo(8);
            assertThat(registry.get("cards.queue.running").gauge().value()).isEqualTo(1);
            gate.open();
            waits.future().join();
            assertThat(other.generate(CardsRequest.of("Hi")).text()).isNotEmpty();
            assertThat(registry.get("cards.queue.running").gauge().value()).isZero();
        }
    }
}
