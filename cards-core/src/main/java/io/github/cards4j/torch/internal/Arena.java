package io.github.cards4j.torch.internal;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds native values until it is closed. An {@link IValue} is known to no manager and has no finalizer: one that is not
 * closed pins its tensors for ever, so every one lives in an arena.
 */
public final class Arena implements AutoCloseable {

    private final PtNDManager manager;
    private final List<IValue> values = new ArrayList<>();

    private final Slab slab;
    private int mark = -1;

    Arena(PtNDManager parent, Slab slab) {
        manager = parent.newSubManager(parent.getDevice());
        this.slab = slab;
    }

    private ByteBuffer room(int bytes) {
        if (mark < 0) {
            mark = slab.mark();
        }
        return slab.take(bytes);
    }

    public IValue keep(IValue value) {
        values.add(value);
        return value;
    }

    /** The value leaves this arena; whoever asked must close it. */
    IValue release(IValue value) {
        values.removeIf(kept -> kept == value);
        return value;
    }

    IValue of(long value) {
        return keep(IValue.from(value));
    }

    IValue of(double value) {
        return keep(IValue.from(value));
    }

    IValue of(boolean value) {
        return keep(IValue.from(value));
    }

    IValue of(String value) {
        return keep(IValue.from(value));
    }

    IValue list(long... value) {
        return keep(IValue.listFrom(value));
    }

    IValue list(double... value) {
        return keep(IValue.listFrom(value));
    }

    /** A list of tensors, possibly empty. */
    IValue tensors(List<IValue> value) {
        return keep(
                value.isEmpty() ? IValue.listFrom(new PtNDArray[0]) : IValue.listFrom(value.toArray(IValue[]::new)));
    }

    /** A list of lists of tensors, not empty. */
    IValue lists(List<IValue> value) {
        return keep(IValue.listFrom(value.toArray(IValue[]::new)));
    }

    IValue longs(long[] data, long... shape) {
        ByteBuffer room = room(Long.BYTES * data.length);
        room.asLongBuffer().put(data);
        PtNDArray array = manager.create(room, new Shape(shape), DataType.INT64);
        return keep(IValue.from(array));
    }

    IValue floats(float[] data, long... shape) {
        ByteBuffer room = room(Float.BYTES * data.length);
        room.asFloatBuffer().put(data);
        PtNDArray array = manager.create(room, new Shape(shape), DataType.FLOAT32);
        return keep(IValue.from(array));
    }

    IValue bytes(byte[] data, long... shape) {
        ByteBuffer room = room(data.length);
        room.put(data);
        room.rewind();
        PtNDArray array = manager.create(room, new Shape(shape), DataType.UINT8);
        return keep(IValue.from(array));
    }

    /** Elements of a tuple, each in this arena. */
    IValue[] tuple(IValue value) {
        IValue[] elements = value.toIValueTuple();
        values.addAll(List.of(elements));
        return elements;
    }

    float[] toFloats(IValue tensor) {
        return tensor.toTensor(manager).toFloatArray();
    }

    double[] toDoubles(IValue tensor) {
        return tensor.toTensor(manager).toDoubleArray();
    }

    @Override
    public void close() {
        // lists hold their elements: close in reverse order of creation
        for (int i = values.size() - 1; i >= 0; i--) {
            values.get(i).close();
        }
        values.clear();
        manager.close();
        if (mark >= 0) {
            slab.release(mark);
        }
    }
}
