package io.github.cards4j.decoding.internal;

import java.util.List;

/** Texts at which an answer ends. */
final class StopSequences {

    private final List<String> stops;
    private final int longest;

    StopSequences(List<String> stops) {
        this.stops = List.copyOf(stops);
        this.longest = stops.stream().mapToInt(String::length).max().orElse(0);
    }

    boolean isEmpty() {
        return stops.isEmpty();
    }

    /**
     * Where the earliest one begins in {@code text}, or -1.
     *
     * @param clean length of the text's beginning that is known to hold none
     * @param least where it may begin at the earliest
     */
    int find(String text, int clean, int least) {
        int from = Math.max(least, clean - longest + 1);
        int first = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop, from);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** Length of the longest tail of {@code text} that may still begin one. */
    int open(String text) {
        for (int length = Math.min(longest - 1, text.length()); length > 0; length--) {
            int at = text.length() - length;
            for (String stop : stops) {
                if (stop.length() > length && text.startsWith(stop.substring(0, length), at)) {
                    return length;
                }
            }
        }
        return 0;
    }
}
