package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;

/** The logits of one step, float32 [rows, V], shared by the lanes that may still go on from a row of it. */
final class Logits {

    private final IValue tensor;
    private int users;

    Logits(IValue tensor) {
        this.tensor = tensor;
    }

    IValue tensor() {
        return tensor;
    }

    Logits share() {
        users++;
        return this;
    }

    void leave() {
        if (--users == 0) {
            tensor.close();
        }
    }

    void closeIfUnused() {
        if (users == 0) {
            tensor.close();
        }
    }
}
