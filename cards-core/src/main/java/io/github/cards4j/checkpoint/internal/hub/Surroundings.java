package io.github.cards4j.checkpoint.internal.hub;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What fetching meets outside: exchanged in tests.
 *
 * @param http does not follow redirects
 * @param pause waits between two attempts
 * @param disk where files are written
 * @param nanos a clock that only goes forward
 */
record Surroundings(HttpClient http, Pause pause, Disk disk, LongSupplier nanos) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** The real ones. Proxies are those of Java's default selector: {@code -Dhttps.proxyHost} and its like. */
    static Surroundings real() {
        return new Surroundings(client(), time -> Thread.sleep(time.toMillis()), Disk.REAL, System::nanoTime);
    }

    static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                // Several files at once over one HTTP/2 connection would share its window.
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }
}
