package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import io.github.cards4j.EngineLoad;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/** Meters of every engine in every registry, in whatever order both come. Listed in docs/observability.md. */
public final class CardsMetrics implements MeterBinder, CardsWatch {

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final List<Cards> engines = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        gauge(registry, "cards.queue.running", "requests that share the device's passes", EngineLoad::running);
        gauge(registry, "cards.queue.waiting", "requests that wait for a place among them", EngineLoad::waiting);
        gauge(
                registry,
                "cards.queue.capacity",
                "the most requests that may wait or run; beyond it they are refused",
                EngineLoad::capacity);
    }

    @Override
    public CardsObserver of(Cards cards) {
        engines.add(cards);
        return new MeteredRequests(cards, registries);
    }

    /** Of all engines together: a meter has one value for its name and tags. */
    private void gauge(MeterRegistry registry, String name, String description, ToIntFunction<EngineLoad> part) {
        Gauge.builder(name, engines, all -> all.stream()
                        .mapToInt(cards -> part.applyAsInt(cards.load()))
                        .sum())
                .description(description)
                .register(registry);
    }
}
