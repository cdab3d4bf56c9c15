package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of one forward pass, collected continuation by continuation: {@link #on} a cache, its tokens, the next cache.
 * A cache may appear once.
 */
final class Pass {

    /** As many rows as a CPU's lanes are passed on as they are. */
    private static final int EXACT = 16;

    private final IntArray ids = new IntArray();
    private final IntArray positions = new IntArray();
    private final IntArray slots = new IntArray();
    private final IntArray branches = new IntArray();
    private final IntArray prefixes = new IntArray();
    private final IntArray rows = new IntArray();
    private final List<KeyValueCache> caches = new ArrayList<>();
    private final IntArray firsts = new IntArray();

    void on(KeyValueCache cache) {
        caches.add(cache);
        firsts.add(ids.size());
    }

    private KeyValueCache cache() {
        return caches.get(caches.size() - 1);
    }

    /** A token of the accepted prefix: it sees all before it. */
    void addToPrefix(int id) {
        int slot = cache().append(id);
        add(id, slot, slot, -2, slot + 1);
    }

    /**
     * A token of a branch.
     *
     * @param prefix how many tokens of the accepted prefix it sees
     * @return its slot
     */
    int addToBranch(int id, int position, int branch, int prefix) {
        int slot = cache().allocate(id, position, branch);
        add(id, position, slot, branch, prefix);
        return slot;
    }

    private void add(int id, int position, int slot, int branch, int prefix) {
        ids.add(id);
        positions.add(position);
        slots.add(slot);
        branches.add(branch);
        prefixes.add(prefix);
    }

    /** Wants the output of the last token added; returns its row. */
    int want() {
        rows.add(ids.size() - 1);
        return rows.size() - 1;
    }

    int rows() {
        return rows.size();
    }

    int tokens() {
        return ids.size();
    }

    /** It failed: nobody knows what its caches hold now. */
    void spoil() {
        caches.forEach(KeyValueCache::spoil);
    }

    boolean isEmpty() {
        return ids.size() == 0;
    }

    int maxPosition() {
        int max = 0;
        for (int i = 0; i < positions.size(); i++) {
            max = Math.max(max, positions.get(i));
        }
        return max;
    }

    /**
     * The CPU's library compiles a kernel for every number of rows that it meets, and keeps a thousand: some 60 MB, and
     * milliseconds for each. Beyond the usual number of lanes the rows are therefore rounded up, to 24, 32, 48, 64, 96, …
     */
    static int padded(int tokens) {
        int grain = tokens <= EXACT ? 1 : Integer.highestOneBit(tokens - 1) / 2;
        return (tokens + grain - 1) / grain * grain;
    }

    /** The first arguments of the program's methods, from {@code tokens} to {@code rows}. */
    List<IValue> arguments(Arena arena) {
        int t = ids.size();
        int padded = padded(t);
        long[] tokens = new long[5 * padded];
        IntArray[] columns = {ids, positions, slots, branches, prefixes};
        for (int c = 0; c < 5; c++) {
            for (int i = 0; i < t; i++) {
                tokens[c * padded + i] = columns[c].get(i);
            }
        }
        int n = caches.size();
        long[] lens = new long[n];
        long[] accepted = new long[n];
        long[] tails = new long[n];
        int total = 0;
        for (int j = 0; j < n; j++) {
            long end = j + 1 < n ? firsts.get(j + 1) : t;
            lens[j] = end - firsts.get(j);
            accepted[j] = caches.get(j).prefix();
            tails[j] = caches.get(j).tail();
            total += (int) tails[j];
        }
        long[] tail = new long[2 * total];
        int at = 0;
        for (KeyValueCache cache : caches) {
            for (int i = 0; i < cache.tail(); i++, at++) {
                tail[at] = cache.position(i);
                tail[total + at] = cache.branch(i);
            }
        }
        return List.of(
                arena.longs(tokens, 5, padded),
                arena.list(lens),
                arena.list(accepted),
                arena.longs(tail, 2, total),
                arena.list(tails),
                arena.longs(rows.toLongs(), rows.size()));
    }

    IValue cacheTensors(Arena arena) {
        return arena.lists(caches.stream().map(KeyValueCache::tensors).toList());
    }
}
