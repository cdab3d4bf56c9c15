package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Keys and values of one text in progress. Slots {@code 0..prefix-1} hold the accepted prefix, in order; behind them lie
 * the tokens of branches, each slot with a position and a branch. A rejected branch gives its slots back without a copy.
 */
public final class KeyValueCache implements AutoCloseable {

    /** A slot of no branch: nobody sees it. */
    private static final int NOBODY = -1;

    private static final int GRAIN = 64;

    private final Transformer transformer;
    private final IValue tensors;
    private int capacity;
    private int prefix;
    private int nextBranch;
    private final BitSet taken = new BitSet();
    private int[] position;
    private int[] branch;

    KeyValueCache(Transformer transformer, IValue tensors, int capacity) {
        this.transformer = transformer;
        this.tensors = tensors;
        this.capacity = capacity;
        position = new int[capacity];
        branch = new int[capacity];
        Arrays.fill(branch, NOBODY);
    }

    static int roomy(int tokens) {
        return (tokens + GRAIN - 1) / GRAIN * GRAIN;
    }

    IValue tensors() {
        return tensors;
    }

    /** Length of the accepted prefix in tokens. */
    int prefix() {
        return prefix;
    }

    /** Slots in use behind the prefix, gaps included. */
    int tail() {
        return Math.max(0, taken.length() - prefix);
    }

    int position(int tailSlot) {
        return position[prefix + tailSlot];
    }

    int branch(int tailSlot) {
        return taken.get(prefix + tailSlot) ? branch[prefix + tailSlot] : NOBODY;
    }

    int newBranch() {
        return nextBranch++;
    }

    /** The prefix grows by one token, whose slot this is. No branch may be alive. */
    int append() {
        if (!taken.isEmpty()) {
            throw new IllegalStateException("the prefix grows while branches are alive");
        }
        ensure(prefix + 1);
        return prefix++;
    }

    /** A slot for a branch's next token. */
    int allocate(int tokenPosition, int tokenBranch) {
        int slot = taken.nextClearBit(prefix);
        ensure(slot + 1);
        taken.set(slot);
        position[slot] = tokenPosition;
        branch[slot] = tokenBranch;
        return slot;
    }

    void free(IntArray slots) {
        for (int i = 0; i < slots.size(); i++) {
            taken.clear(slots.get(i));
        }
    }

    /** The prefix is cut to {@code at} tokens, then grows by a branch's slots; all branches end. */
    void accept(int at, IntArray slots) {
        boolean inPlace = true;
        for (int i = 0; i < slots.size(); i++) {
            inPlace &= slots.get(i) == at + i;
        }
        if (!inPlace) {
            transformer.keep(tensors, slots.toArray(), at);
        }
        taken.clear();
        prefix = at + slots.size();
    }

    private void ensure(int slots) {
        if (slots > capacity) {
            int larger = roomy(Math.max(slots, capacity + capacity / 2));
            transformer.grow(tensors, larger, Math.max(prefix, taken.length()));
            position = Arrays.copyOf(position, larger);
            branch = Arrays.copyOf(branch, larger);
            capacity = larger;
        }
    }

    @Override
    public void close() {
        tensors.close();
    }
}
