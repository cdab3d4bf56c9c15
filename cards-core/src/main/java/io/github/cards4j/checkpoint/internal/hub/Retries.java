package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts at one thing: how many, and how long to wait between them. */
final class Retries {

    /** Attempts after the first that bring nothing. */
    static final int MOST = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final String what;
    private final int most;
    private final Surroundings.Pause pause;
    private int failures;

    /**
     * @param what is attempted, for errors: "Cannot …"
     * @param most attempts after the first
     */
    Retries(String what, int most, Surroundings.Pause pause) {
        this.what = what;
        this.most = most;
        this.pause = pause;
    }

    /** An attempt brought something: the count begins anew. */
    void progressed() {
        failures = 0;
    }

    /**
     * Waits for the next attempt: 1, 2, 4, 8, 16 seconds, or what the hub asks for.
     *
     * @throws HubException if there have been enough, or the hub asks for more than five minutes
     */
    void after(IOException failure) throws InterruptedException {
        Duration asked = failure instanceof TransientException known ? known.retryAfter() : null;
        if (++failures > most || asked != null && asked.compareTo(LONGEST_WAIT) > 0) {
            throw new HubException(
                    Reason.UNREACHABLE,
                    what + ": " + reason(failure)
                            + (asked == null ? "" : ", and the hub asks to wait " + asked.toSeconds() + " seconds")
                            + (failures > 1 ? ", after " + failures + " attempts" : "")
                            + ". Check the network and proxy (-Dhttps.proxyHost, -Dhttps.proxyPort) and try again: what"
                            + " has been fetched is kept.",
                    failure);
        }
        Duration wait = asked != null ? asked : Duration.ofSeconds(1L << Math.min(failures - 1, 5));
        LOG.info("{}: {}; next attempt in {} s", what, reason(failure), wait.toSeconds());
        pause.of(wait);
    }

    private static String reason(IOException e) {
        return e instanceof TransientException || e.getMessage() == null && e.getCause() == null
                ? e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    /** The hub's answer is one that a later attempt may not get. */
    static final class TransientException extends IOException {
        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        TransientException(String message, @Nullable Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        /** How long the hub asks to wait. */
        @Nullable
        Duration retryAfter() {
            return retryAfter;
        }
    }
}
