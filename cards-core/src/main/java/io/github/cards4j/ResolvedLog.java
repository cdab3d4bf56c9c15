package io.github.cards4j;

import io.github.cards4j.decoding.DecodingOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what options were resolved to, once for each distinct set. */
final class ResolvedLog {

    private static final Logger LOG = LoggerFactory.getLogger(Cards.class);

    /** Callers may send numbers without end: after so many sets, only debug logs tell. */
    private static final int MOST = 200;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean warned = new AtomicBoolean();

    void log(DecodingOptions options, @Nullable Double strength) {
        if (options.method().judged() && options.sampling().greedy() && warned.compareAndSet(false, true)) {
            LOG.warn("temperature 0 makes all attempts equal: one is drawn and accepted, nothing is aligned;"
                    + " set temperature above 0");
        }
        if (!LOG.isInfoEnabled()) {
            return;
        }
        String resolved = "method=" + options.method().id()
                + ", strength=" + (strength == null ? GenerationOptions.DEFAULT_STRENGTH : strength)
                + ", " + options.sampling() + ", maxNewTokens=" + options.maxNewTokens()
                + ", stopSequences=" + options.stopSequences().size()
                + ", grammar=" + (options.grammar() != null) + ", " + options.alignment();
        if (seen.size() < MOST && seen.add(resolved)) {
            LOG.info("resolved options: {}", resolved);
        }
    }
}
