package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.model.Sampling;
import java.util.ArrayList;
import java.util.List;

/** The tokens to draw in one step, in runs that share one way of sampling. */
final class Draws {

    private final List<IValue> kept = new ArrayList<>();
    private final IntArray rows = new IntArray();
    private final List<Float> numbers = new ArrayList<>();
    private final List<Sampling> samplings = new ArrayList<>();
    private final IntArray groups = new IntArray();

    /** Rows that lie behind those of the pass; returns the index of this one among them. */
    int keep(IValue row) {
        kept.add(row);
        return kept.size() - 1;
    }

    void add(int row, double u, Sampling sampling) {
        int last = samplings.size() - 1;
        if (last < 0 || !samplings.get(last).equals(sampling)) {
            samplings.add(sampling);
            groups.add(0);
            last++;
        }
        // the run grows by one
        int size = groups.get(last) + 1;
        groups.set(last, size);
        rows.add(row);
        numbers.add((float) u);
    }

    List<IValue> arguments(Arena call) {
        float[] u = new float[numbers.size()];
        for (int i = 0; i < u.length; i++) {
            u[i] = numbers.get(i);
        }
        return List.of(
                call.tensors(kept),
                call.longs(rows.toLongs(), rows.size()),
                call.floats(u, u.length),
                call.list(groups.toLongs()),
                call.list(samplings.stream().mapToDouble(Sampling::temperature).toArray()),
                call.list(samplings.stream().mapToLong(Sampling::topK).toArray()),
                call.list(samplings.stream().mapToDouble(Sampling::topP).toArray()));
    }
}
