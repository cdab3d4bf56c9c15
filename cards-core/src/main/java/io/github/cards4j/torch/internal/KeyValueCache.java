package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Keys and values of one text in progress. Slots {@code 0..prefix-1} hold the accepted prefix, in order; behind them lie
 * the tokens of branches, each slot with a position and a branch. A rejected branch gives its slots back without a copy.
 */
public final class KeyValueCache implements PromptCache.Text<KeyValueCache> {

    /** A slot of no branch: nobody sees it. */
    private static final int NOBODY = -1;

    private static final int GRAIN = 64;

    private final Transformer transformer;
    private final IValue tensors;
    private int capacity;
    private int prefix;
    private int nextBranch;
    private final BitSet taken = new BitSet();
    private int[] id;
    private int[] position;
    private int[] branch;
    private boolean sound = true;

    KeyValueCache(Transformer transformer, IValue tensors, int capacity) {
        this.transformer = transformer;
        this.tensors = tensors;
        this.capacity = capacity;
        id = new int[capacity];
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
    int append(int token) {
        requireNoBranch();
        ensure(prefix + 1);
        id[prefix] = token;
        return prefix++;
    }

    private void requireNoBranch() {
        if (!taken.isEmpty()) {
            throw new IllegalStateException("the prefix grows while branches are alive");
        }
    }

    /** A slot for a branch's next token. */
    int allocate(int token, int tokenPosition, int tokenBranch) {
        int slot = taken.nextClearBit(prefix);
        ensure(slot + 1);
        taken.set(slot);
        id[slot] = token;
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
        int[] tokens = new int[slots.size()];
        for (int i = 0; i < tokens.length; i++) {
            inPlace &= slots.get(i) == at + i;
            tokens[i] = id[slots.get(i)];
        }
        taken.clear();
        // what lies from here on is written over: should that fail, it is no part of the prefix any more
        prefix = at;
        if (!inPlace) {
            transformer.keep(tensors, slots.toArray(), at);
        }
        System.arraycopy(tokens, 0, id, at, tokens.length);
        prefix = at + tokens.length;
    }

    /** A pass failed that was to read tokens of it. */
    void spoil() {
        sound = false;
    }

    @Override
    public boolean sound() {
        return sound;
    }

    @Override
    public Object model() {
        return transformer;
    }

    @Override
    public int[] tokens() {
        return Arrays.copyOf(id, prefix);
    }

    @Override
    public int common(int[] text) {
        int mismatch = Arrays.mismatch(id, 0, prefix, text, 0, text.length);
        return mismatch < 0 ? prefix : mismatch;
    }

    @Override
    public void copy(KeyValueCache other, int length) {
        requireNoBranch();
        ensure(length);
        transformer.copy(other.tensors, tensors, prefix, length);
        System.arraycopy(other.id, prefix, id, prefix, length - prefix);
        prefix = length;
    }

    @Override
    public long bytes() {
        return transformer.slotBytes() * capacity;
    }

    /** What only candidates needed is given back, if it is much. */
    @Override
    public void rest() {
        taken.clear();
        int enough = roomy(prefix + prefix / 2);
        if (sound && capacity > 2 * enough) {
            resize(enough);
        }
    }

    private void ensure(int slots) {
        if (slots > capacity) {
            resize(roomy(Math.max(slots, capacity + capacity / 2)));
        }
    }

    private void resize(int slots) {
        try {
            transformer.resize(tensors, slots, Math.max(prefix, taken.length()));
        } catch (RuntimeException | Error e) {
            // the pass that wanted more room will not be: what it has appended so far is not read
            spoil();
            throw e;
        }
        id = Arrays.copyOf(id, slots);
        position = Arrays.copyOf(position, slots);
        branch = Arrays.copyOf(branch, slots);
        capacity = slots;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
