package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Meters of every engine in every registry, in whatever order both come. Listed in docs/observability.md. */
public final class CardsMetrics implements MeterBinder, CardsWatch {

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final List<Cards> engines = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        engines.forEach(cards -> queue(cards, registry));
    }

    @Override
    public synchronized CardsObserver of(Cards cards) {
        engines.add(cards);
        registries.forEach(registry -> queue(cards, registry));
        return new MeteredRequests(cards, registries);
    }

    private static void queue(Cards cards, MeterRegistry registry) {
        Gauge.builder("cards.queue.running", cards, engine -> engine.load().running())
                .description("requests that share the device's passes")
                .register(registry);
        Gauge.builder("cards.queue.waiting", cards, engine -> engine.load().waiting())
                .description("requests that wait for a place among them")
                .register(registry);
        Gauge.builder("cards.queue.capacity", cards, engine -> engine.load().capacity())
                .description("the most requests that may wait or run; beyond it they are refused")
                .register(registry);
    }
}
