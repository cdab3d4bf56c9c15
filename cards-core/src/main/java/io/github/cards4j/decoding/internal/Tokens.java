package io.github.cards4j.decoding.internal;

import java.util.Arrays;
import java.util.List;

/** A growing run of token ids. */
final class Tokens {

    private int[] ids = new int[32];
    private int size;

    void add(int token) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = token;
    }

    void addAll(Tokens other) {
        for (int i = 0; i < other.size; i++) {
            add(other.ids[i]);
        }
    }

    int get(int i) {
        return ids[i];
    }

    /** Leaves only the first {@code count}. */
    void cut(int count) {
        size = count;
    }

    int size() {
        return size;
    }

    /** These, then the first {@code count} of {@code other}. */
    int[] followedBy(Tokens other, int count) {
        int[] all = Arrays.copyOf(ids, size + count);
        System.arraycopy(other.ids, 0, all, size, count);
        return all;
    }

    List<Integer> toList() {
        return Arrays.stream(ids, 0, size).boxed().toList();
    }
}
