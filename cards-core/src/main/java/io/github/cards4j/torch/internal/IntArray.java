package io.github.cards4j.torch.internal;

import java.util.Arrays;

/** A growing array of ints. */
final class IntArray {

    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int get(int i) {
        return values[i];
    }

    void set(int i, int value) {
        values[i] = value;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    long[] toLongs() {
        long[] longs = new long[size];
        for (int i = 0; i < size; i++) {
            longs[i] = values[i];
        }
        return longs;
    }
}
