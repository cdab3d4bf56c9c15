package io.github.cards4j.spring;

import io.github.cards4j.LoadListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each stage of loading once. Called by one thread. */
final class LoadLog implements LoadListener {

    private static final Logger LOG = LoggerFactory.getLogger(CardsAutoConfiguration.class);

    private String last = "";

    @Override
    public void onProgress(String what, double fraction) {
        if (!what.equals(last)) {
            last = what;
            LOG.info("{}", what);
        }
    }
}
