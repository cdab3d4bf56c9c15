package io.github.cards4j.checkpoint.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Remembers the token ids of the texts encoded last. A reward model reads the same conversation again and again, each time
 * with another end of the answer: only what is new is encoded. Thread-safe.
 */
final class RecentText {

    /** Some sixteen conversations of several turns. */
    private static final int CAPACITY = 128;

    private final Map<String, int[]> ids = new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
            return size() > CAPACITY;
        }
    };

    private final Function<String, int[]> encoder;

    RecentText(Function<String, int[]> encoder) {
        this.encoder = encoder;
    }

    /** The ids of a text; the caller must not change them. */
    int[] encode(String text) {
        synchronized (ids) {
            int[] known = ids.get(text);
            if (known != null) {
                return known;
            }
        }
        int[] encoded = encoder.apply(text);
        synchronized (ids) {
            ids.put(text, encoded);
        }
        return encoded;
    }
}
