package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.CardsStartupException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Keeps an application from being called ready while an engine is still being loaded in the background, and tells how that
 * ended. An engine that is to load at its first request keeps nobody waiting, unless that request came before the application was
 * ready.
 */
final class EngineReadiness
        implements SmartInitializingSingleton, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private static final Logger LOG = LoggerFactory.getLogger(EngineReadiness.class);

    private final CardsProperties properties;
    private final ConfigurableApplicationContext context;
    private final Set<Cards> awaited = ConcurrentHashMap.newKeySet();

    /** Whether the application would accept traffic if it were not for the engine; guarded by this. */
    private boolean withheld;

    EngineReadiness(CardsProperties properties, ConfigurableApplicationContext context) {
        this.properties = properties;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        awaitThoseThatLoad();
    }

    private void awaitThoseThatLoad() {
        for (Cards cards : Engines.made(context.getBeanFactory())) {
            if (!loaded(cards) && awaited.add(cards)) {
                Thread thread = new Thread(() -> await(cards), "cards-loading");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** Comes after the bean that keeps the state, which is made before this one. */
    @Override
    public synchronized void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getSource() == this) {
            return;
        }
        withheld = event.getState() == ReadinessState.ACCEPTING_TRAFFIC && !loaded();
        if (withheld) {
            awaitThoseThatLoad();
            AvailabilityChangeEvent.publish(context, this, ReadinessState.REFUSING_TRAFFIC);
        }
    }

    private boolean loaded() {
        return Engines.made(context.getBeanFactory()).stream().allMatch(EngineReadiness::loaded);
    }

    private static boolean loaded(Cards cards) {
        EngineState state = cards.state();
        return state != EngineState.LOADING && state != EngineState.FAILED;
    }

    private void await(Cards cards) {
        try {
            LOG.info("cards4j is ready: {} on {}", cards.modelName(), cards.description());
            EngineFactory.warnIfUncalibrated(cards);
        } catch (RuntimeException | Error e) {
            if (cards.state() == EngineState.FAILED) {
                CardsStartupException failure = EngineFactory.explained(e, properties);
                LOG.error(
                        "cards4j could not load its models, and every request will fail: {}\n\nAction:\n\n{}\n",
                        failure.getMessage(),
                        failure.action(),
                        failure);
            }
            return;
        }
        accept();
    }

    private synchronized void accept() {
        if (withheld && loaded() && context.isActive()) {
            withheld = false;
            AvailabilityChangeEvent.publish(context, this, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }
}
