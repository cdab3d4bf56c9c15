package io.github.cards4j.torch.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Direct memory for the small inputs of a call, used again by the next one: a buffer of its own for each of them would stay
 * until the collector comes by. Taken and given back in the manner of a stack.
 */
final class Slab {

    private static final int ALIGNMENT = 64;
    private static final int FIRST = 1 << 20;

    private ByteBuffer memory = allocate(FIRST);
    private int used;

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes);
    }

    int mark() {
        return used;
    }

    void release(int mark) {
        used = mark;
    }

    /** Room for {@code bytes} bytes, in native order, valid until released. */
    ByteBuffer take(int bytes) {
        if (used + bytes > memory.capacity()) {
            // what was taken before stays valid: its tensors hold on to the old memory
            memory = allocate(Math.max(2 * memory.capacity(), used + bytes));
        }
        ByteBuffer room = memory.slice(used, bytes).order(ByteOrder.nativeOrder());
        used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return room;
    }
}
