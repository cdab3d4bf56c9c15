package io.github.cards4j.checkpoint;

/** Element types of the safetensors format. Weights can be {@link #F32}, {@link #F16} or {@link #BF16}. */
public enum Dtype {
    F32(4),
    F16(2),
    BF16(2),
    F64(8),
    F8_E4M3(1),
    F8_E5M2(1),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes an element takes. */
    public int bytes() {
        return bytes;
    }

    /** Whether weights of this type can be computed with. */
    public boolean supported() {
        return this == F32 || this == F16 || this == BF16;
    }
}
