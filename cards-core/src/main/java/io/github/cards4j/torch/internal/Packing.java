package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.model.ModelException;

/** What this CPU and its library make of matrices of a type. */
public final class Packing {

    /** As many rows as a few lanes have, and a matrix that fits into the cache: arithmetic is what takes the time. */
    private static final int ROWS = 32;

    private static final int SIZE = 512;
    private static final int TRIALS = 8;

    private Packing() {}

    /** Whether it packs them: float16 wants a newer CPU than bfloat16, and that one with AVX-512 or the like. */
    public static boolean works(Program program, long dtype) {
        if (!program.packs()) {
            return false;
        }
        try {
            new Product(program, 16, 2, dtype).nanos();
            return true;
        } catch (ModelException e) {
            return false;
        }
    }

    /**
     * Whether it packs a type of half the size, and multiplies sooner in it than in float32. CPUs with AVX-512 alone take
     * bfloat16, but turn every number into float32 and back, each time: four times slower for more than a row. Those with
     * AVX512_BF16 or AMX are at least twice as fast; so two products tell, even on a busy machine.
     */
    public static boolean pays(Program program, long dtype) {
        if (!works(program, dtype)) {
            return false;
        }
        Product half = new Product(program, SIZE, ROWS, dtype);
        Product whole = new Product(program, SIZE, ROWS, DtypeNumber.FLOAT32);
        long halfNanos = Long.MAX_VALUE;
        long wholeNanos = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            halfNanos = Math.min(halfNanos, half.nanos());
            wholeNanos = Math.min(wholeNanos, whole.nanos());
        }
        return halfNanos < wholeNanos;
    }

    /** The soonest way to multiply by matrices of a type, where the CPU is what computes. */
    public static Products products(Program program, long dtype) {
        if (dtype == DtypeNumber.FLOAT32) {
            return works(program, dtype) ? Products.PACKED : Products.PLAIN;
        }
        return pays(program, dtype) ? Products.PACKED : Products.WIDENED;
    }

    /** A product of made-up numbers. */
    private record Product(Program program, int size, int rows, long dtype) {

        long nanos() {
            try (Arena call = program.arena()) {
                IValue matrix = sample(call, size);
                IValue packed = call.keep(program.call("pack", matrix));
                IValue x = sample(call, rows);
                long start = System.nanoTime();
                call.keep(program.call("product", x, packed, call.of(Products.PACKED.number())));
                return System.nanoTime() - start;
            }
        }

        private IValue sample(Arena call, int n) {
            return call.keep(program.call("sample_matrix", call.of(n), call.of(size), call.of(dtype)));
        }
    }
}
