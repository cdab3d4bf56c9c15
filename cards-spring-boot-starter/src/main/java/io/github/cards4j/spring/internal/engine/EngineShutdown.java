package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineLoad;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Lets answers in flight end when the application is closed, and cancels those that take too long. Comes after the web
 * server has refused new calls and waited for those it has, and before its connections are cut.
 */
final class EngineShutdown implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

    /** A web server's graceful shutdown is 1024 below the default phase, its end 2048 below. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1536;

    private static final Logger LOG = LoggerFactory.getLogger(EngineShutdown.class);

    private final Duration atMost;
    private final ConfigurableApplicationContext context;
    private volatile boolean running;
    private volatile boolean closing;

    EngineShutdown(Duration atMost, ConfigurableApplicationContext context) {
        this.atMost = atMost;
        this.context = context;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        closing |= event.getApplicationContext() == context;
    }

    @Override
    public void start() {
        running = true;
    }

    /** A context that is only stopped, or paused, may be started again: its engine goes on, and still has an end to come. */
    @Override
    public void stop() {
        if (closing) {
            running = false;
            Engines.made(context.getBeanFactory()).forEach(this::end);
        }
    }

    private void end(Cards cards) {
        EngineLoad load = cards.load();
        int answers = load.running() + load.waiting();
        if (answers > 0) {
            LOG.info("shutting down: {} answers may take {} to end (cards.shutdown-timeout)", answers, atMost);
        }
        if (!cards.drain(atMost)) {
            LOG.warn("shutting down: answers that were still in flight after {} are cancelled", atMost);
        }
        cards.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
