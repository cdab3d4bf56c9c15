package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.Counters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The meters of one profile in one registry. */
final class CardsMeters {

    private final MeterRegistry registry;
    private final Tags profile;
    private final Counter accepted;
    private final Counter rejected;
    private final Counter taken;
    private final Counter exhausted;
    private final Counter promptTokens;
    private final Counter proposedTokens;
    private final Counter acceptedTokens;
    private final Counter llmPasses;
    private final Counter rewardPasses;
    private final DistributionSummary acceptance;
    private final DistributionSummary rewards;
    private final DistributionSummary negativeRewards;
    private final DistributionSummary ranks;
    private final Timer firstSegment;

    CardsMeters(MeterRegistry registry, String profile) {
        this.registry = registry;
        this.profile = Tags.of("profile", profile);
        accepted = counter("cards.candidates", "judged candidates", "outcome", "accepted");
        rejected = counter("cards.candidates", "judged candidates", "outcome", "rejected");
        taken = counter("cards.candidates", "judged candidates", "outcome", "exhausted");
        exhausted = counter("cards.segments.exhausted", "segments whose attempts ran out");
        promptTokens = counter("cards.tokens.prompt", "tokens of rendered conversations");
        proposedTokens = counter("cards.tokens.proposed", "tokens drawn and appended to candidates");
        acceptedTokens = counter("cards.tokens.accepted", "tokens that became answers");
        llmPasses = counter("cards.forward.passes", "forward passes of the models", "model", "llm");
        rewardPasses = counter("cards.forward.passes", "forward passes of the models", "model", "reward");
        acceptance = summary("cards.acceptance", "part of an answer's judged candidates that was accepted");
        // Micrometer drops negative amounts, and rewards may be negative.
        rewards = summary("cards.reward", "absolute reward of whole answers", "sign", "positive");
        negativeRewards = summary("cards.reward", "absolute reward of whole answers", "sign", "negative");
        ranks = summary("cards.reward.rank", "part of the calibration's plain answers with a lower reward");
        firstSegment = Timer.builder("cards.first.segment")
                .description("from the request to the first text that could be shown, waiting included")
                .tags(this.profile)
                .register(registry);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tags(profile.and(tags))
                .register(registry);
    }

    private DistributionSummary summary(String name, String description, String... tags) {
        return DistributionSummary.builder(name)
                .description(description)
                .tags(profile.and(tags))
                .register(registry);
    }

    void accepted() {
        accepted.increment();
    }

    void rejected() {
        rejected.increment();
    }

    /** As the best, when attempts ran out. */
    void taken() {
        taken.increment();
    }

    void exhausted(int segments) {
        exhausted.increment(segments);
    }

    void firstSegment(long nanos) {
        firstSegment.record(Duration.ofNanos(nanos));
    }

    void ended(String outcome, @Nullable Throwable failure, long nanos) {
        Timer.builder("cards.requests")
                .description("requests from the call to their end, waiting included")
                .tags(profile.and("outcome", outcome)
                        .and(
                                "error",
                                failure == null ? "none" : failure.getClass().getSimpleName()))
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    void answered(CardsResponse response, @Nullable Calibration calibration) {
        Counters counters = response.result().counters();
        promptTokens.increment(response.promptTokens());
        proposedTokens.increment((double) counters.tokensProposed());
        acceptedTokens.increment((double) counters.tokensAccepted());
        llmPasses.increment((double) counters.llmForwardPasses());
        rewardPasses.increment((double) counters.rewardForwardPasses());
        exhausted(counters.exhaustedSegments());
        Double accepted = Acceptance.of(response.result());
        if (accepted != null) {
            acceptance.record(accepted);
        }
        double reward = response.result().reward();
        if (!Double.isNaN(reward)) {
            (reward < 0 ? negativeRewards : rewards).record(Math.abs(reward));
            if (calibration != null) {
                ranks.record(rank(calibration, reward));
            }
        }
    }

    private static double rank(Calibration calibration, double reward) {
        long lower =
                calibration.rewards().stream().filter(plain -> plain < reward).count();
        return (double) lower / calibration.rewards().size();
    }
}
