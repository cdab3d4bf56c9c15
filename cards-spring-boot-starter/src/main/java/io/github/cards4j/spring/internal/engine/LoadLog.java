package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.LoadListener;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each stage of loading once, and of a stage that takes long how far it is: tenths, and not more than one a second.
 * Called by one thread.
 */
public final class LoadLog implements LoadListener {

    private static final Logger LOG = LoggerFactory.getLogger(LoadLog.class);

    private static final long SECOND = 1_000_000_000;

    private final LongSupplier nanos;
    private String stage = "";
    private int tenths;
    private long logged;

    public LoadLog() {
        this(System::nanoTime);
    }

    LoadLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void onProgress(String what, double fraction) {
        int reached = (int) Math.floor(fraction * 10);
        if (!what.equals(stage)) {
            stage = what;
            LOG.info("{}", what);
        } else if (reached > tenths && reached < 10 && nanos.getAsLong() - logged >= SECOND) {
            LOG.info("{}: {} %", what, reached * 10);
        } else {
            return;
        }
        tenths = reached;
        logged = nanos.getAsLong();
    }
}
