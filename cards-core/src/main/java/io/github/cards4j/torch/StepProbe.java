package io.github.cards4j.torch;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.torch.internal.TorchLanguageModel;
import java.util.ArrayList;
import java.util.List;

/** Measures the device: what a decoding step costs, and what its bare matrix products cost. For benchmarks. */
public final class StepProbe implements AutoCloseable {

    private final TorchLanguageModel model;
    private final Continuation continuation;

    /** @param prefix tokens in the cache before the first step */
    public StepProbe(LanguageModel model, int prefix) {
        if (!(model instanceof TorchLanguageModel torch)) {
            throw new IllegalArgumentException("only models of TorchDevice can be measured");
        }
        this.model = torch;
        int[] prompt = new int[prefix];
        for (int i = 0; i < prefix; i++) {
            prompt[i] = i % 100;
        }
        continuation = model.begin(prompt, Sampling.defaults());
        while (!continuation.prefill()) {
            // one chunk a call
        }
    }

    /** Milliseconds of each of {@code steps} steps with {@code lanes} lanes, sampling included. */
    public double[] steps(int lanes, int steps) {
        List<Lane> active = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            active.add(continuation.start());
        }
        double[] millis = new double[steps];
        for (int step = -1; step < steps; step++) {
            List<Draw> draws = active.stream().map(lane -> new Draw(lane, 0.5)).toList();
            long start = System.nanoTime();
            List<Drawn> drawn = model.step(draws);
            if (step >= 0) {
                millis[step] = (System.nanoTime() - start) / 1e6;
            }
            for (int i = 0; i < lanes; i++) {
                active.get(i).append(drawn.get(i).token());
            }
        }
        active.forEach(Lane::close);
        return millis;
    }

    /** Milliseconds of each of {@code times} runs of the matrix products of a pass over {@code rows} tokens. */
    public double[] products(int rows, int times) {
        double[] millis = new double[times];
        for (int i = -1; i < times; i++) {
            long start = System.nanoTime();
            model.transformer().products(rows);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }

    @Override
    public void close() {
        continuation.close();
    }
}
