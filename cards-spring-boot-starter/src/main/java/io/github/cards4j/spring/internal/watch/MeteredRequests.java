package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.QueueFullException;
import io.github.cards4j.decoding.AttemptsExhaustedException;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts one engine's requests. */
final class MeteredRequests implements CardsObserver {

    private final Cards cards;
    private final List<MeterRegistry> registries;
    private final Map<Key, CardsMeters> meters = new ConcurrentHashMap<>();

    private record Key(MeterRegistry registry, String profile) {}

    MeteredRequests(Cards cards, List<MeterRegistry> registries) {
        this.cards = cards;
        this.registries = registries;
    }

    @Override
    public DecodingListener onStart(CardsRequest request) {
        String profile = Profiles.tag(cards, request);
        return new Request(registries.stream()
                .map(registry -> meters.computeIfAbsent(
                        new Key(registry, profile), key -> new CardsMeters(key.registry(), key.profile())))
                .toList());
    }

    @Override
    public void onEnd(
            CardsRequest request,
            DecodingListener listener,
            @Nullable CardsResponse response,
            @Nullable Throwable failure) {
        if (listener instanceof Request counted) {
            String outcome = outcome(response, failure);
            counted.meters.forEach(all -> {
                all.ended(outcome, failure, System.nanoTime() - counted.start);
                if (response != null) {
                    all.answered(response, cards.calibration());
                } else if (failure instanceof AttemptsExhaustedException) {
                    all.exhausted(1);
                }
            });
        }
    }

    static String outcome(@Nullable CardsResponse response, @Nullable Throwable failure) {
        if (response != null) {
            return response.result().finishReason().name().toLowerCase(Locale.ROOT);
        }
        if (failure instanceof CancellationException) {
            return "cancelled";
        }
        if (failure instanceof QueueFullException) {
            return "queue_full";
        }
        return failure instanceof IllegalArgumentException ? "refused" : "error";
    }

    /** Touched by the thread that asks, then by the engine's. */
    private static final class Request implements DecodingListener {
        private final List<CardsMeters> meters;
        private final long start = System.nanoTime();
        private boolean shown;

        Request(List<CardsMeters> meters) {
            this.meters = meters;
        }

        @Override
        public void onText(String text) {
            show();
        }

        @Override
        public void onSegment(Segment segment) {
            show();
            if (segment.judged()) {
                meters.forEach(segment.exhausted() ? CardsMeters::taken : CardsMeters::accepted);
            }
        }

        @Override
        public void onRejected(Candidate candidate) {
            meters.forEach(CardsMeters::rejected);
        }

        private void show() {
            if (!shown) {
                shown = true;
                long nanos = System.nanoTime() - start;
                meters.forEach(all -> all.firstSegment(nanos));
            }
        }
    }
}
