package io.github.cards4j.samples.quickstart;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them. */
final class Numbers {

    private Numbers() {}

    static String reward(double reward) {
        return Double.isNaN(reward) ? "-" : String.format(Locale.ROOT, "%+.2f", reward);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String time(Duration time) {
        long millis = time.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
