package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.TokenMask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens to draw in one step, in runs that share one way of sampling. */
final class Draws {

    private final List<IValue> kept = new ArrayList<>();
    private final IntArray rows = new IntArray();
    private final List<Float> numbers = new ArrayList<>();
    private final List<Sampling> samplings = new ArrayList<>();
    private final IntArray groups = new IntArray();
    /** Masks, each with its place among those that the program gets; a mask that several rows share is sent once. */
    private final Map<TokenMask, Integer> masks = new LinkedHashMap<>();

    private final Map<Integer, Integer> maskOfRow = new LinkedHashMap<>();

    private static final Integer NO_MASK = -1;

    /** Rows that lie behind those of the pass; returns the index of this one among them. */
    int keep(IValue row) {
        kept.add(row);
        return kept.size() - 1;
    }

    void add(int row, double u, Sampling sampling, @Nullable TokenMask mask) {
        Integer place = mask == null ? NO_MASK : masks.computeIfAbsent(mask, m -> masks.size());
        Integer other = maskOfRow.put(row, place);
        if (other != null && !other.equals(place)) {
            throw new IllegalArgumentException("draws that go on from one place need the same mask");
        }
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

    /** @param vocabulary how many logits a row has */
    List<IValue> arguments(Arena call, int vocabulary) {
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
                call.list(samplings.stream().mapToDouble(Sampling::topP).toArray()),
                call.tensors(masks.isEmpty() ? List.of() : masks(call, vocabulary)));
    }

    /** Bits of the masks, the rows that have one, and which it is. */
    private List<IValue> masks(Arena call, int vocabulary) {
        int width = (vocabulary + 7) / 8;
        byte[] bits = new byte[masks.size() * width];
        masks.forEach((mask, place) -> mask.copyTo(bits, place * width, width));
        maskOfRow.values().removeIf(NO_MASK::equals);
        long[] masked = maskOfRow.keySet().stream().mapToLong(row -> row).toArray();
        long[] places = maskOfRow.values().stream().mapToLong(place -> place).toArray();
        return List.of(
                call.bytes(bits, masks.size(), width),
                call.longs(masked, masked.length),
                call.longs(places, places.length));
    }
}
