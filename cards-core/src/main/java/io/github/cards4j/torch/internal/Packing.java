package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.model.ModelException;

/** Whether this CPU's library packs matrices of a type: bfloat16 wants AVX-512 or the like, float16 newer still. */
public final class Packing {

    private Packing() {}

    /** Packs a small matrix to see. */
    public static boolean works(Program program, long dtype) {
        try (Arena call = program.arena()) {
            IValue small = call.keep(program.call("sample_matrix", call.of(16), call.of(16), call.of(dtype)));
            IValue packed = call.keep(program.call("pack", small));
            IValue rows = call.keep(program.call("sample_matrix", call.of(2), call.of(16), call.of(dtype)));
            call.keep(program.call("product", rows, packed, call.of(true)));
            return true;
        } catch (ModelException e) {
            return false;
        }
    }
}
