package io.github.cards4j.torch.internal;

import io.github.cards4j.checkpoint.Dtype;

/** PyTorch's numbers for element types, as the program takes them. */
public final class DtypeNumber {

    public static final long FLOAT16 = 5;
    public static final long FLOAT32 = 6;
    public static final long BFLOAT16 = 15;

    private DtypeNumber() {}

    /** Size of a number of a type that models compute in. */
    static int bytes(long dtype) {
        return dtype == FLOAT32 ? Float.BYTES : Short.BYTES;
    }

    static long of(Dtype dtype) {
        return switch (dtype) {
            case F32 -> FLOAT32;
            case F16 -> FLOAT16;
            case BF16 -> BFLOAT16;
            default -> throw new IllegalArgumentException("weights cannot be of type " + dtype);
        };
    }
}
