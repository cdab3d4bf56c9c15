package io.github.cards4j.checkpoint.internal.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the whole of an answer, and gives it up if nothing comes for a minute: a request's own timeout ends with its head. */
final class WatchedBody {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedBody.class);
    private static final long TICK_MILLIS = 200;
    private static final long STALLED_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int BUFFER = 8192;

    private final InputStream body;
    private final LongSupplier nanos;
    private final AtomicInteger done = new AtomicInteger();

    private WatchedBody(InputStream body, LongSupplier nanos) {
        this.body = body;
        this.nanos = nanos;
    }

    /**
     * @param most bytes that are read; the rest is left out
     * @throws IOException also if nothing came for a minute
     */
    static byte[] read(InputStream body, int most, LongSupplier nanos) throws IOException {
        WatchedBody watched = new WatchedBody(body, nanos);
        Thread watch = new Thread(watched::watch, "cards4j-fetch-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            return watched.read(most);
        } finally {
            watch.interrupt();
        }
    }

    private byte[] read(int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        int n;
        while (all.size() < most && (n = body.read(buffer, 0, Math.min(buffer.length, most - all.size()))) >= 0) {
            all.write(buffer, 0, n);
            done.set(all.size());
        }
        return all.toByteArray();
    }

    private void watch() {
        int seen = 0;
        long since = nanos.getAsLong();
        try {
            while (nanos.getAsLong() - since <= STALLED_NANOS) {
                Thread.sleep(TICK_MILLIS);
                if (done.get() != seen) {
                    seen = done.get();
                    since = nanos.getAsLong();
                }
            }
            body.close();
        } catch (InterruptedException e) {
            LOG.trace("all has been read", e);
        } catch (IOException e) {
            LOG.debug("Cannot close an answer of which nothing comes", e);
        }
    }
}
