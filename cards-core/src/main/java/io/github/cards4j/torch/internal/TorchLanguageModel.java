package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A language model on the device program. */
public final class TorchLanguageModel implements LanguageModel {

    private final String name;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Transformer transformer;
    private final PromptCache<KeyValueCache> prompts;

    public TorchLanguageModel(
            Checkpoint checkpoint, Tokenizer tokenizer, Transformer transformer, PromptCache<KeyValueCache> prompts) {
        name = checkpoint.name();
        config = checkpoint.config();
        this.tokenizer = tokenizer;
        this.transformer = transformer;
        this.prompts = prompts;
    }

    ModelConfig config() {
        return config;
    }

    public Transformer transformer() {
        return transformer;
    }

    PromptCache<KeyValueCache> prompts() {
        return prompts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int contextLength() {
        return config.maxPositions();
    }

    @Override
    public Set<Integer> endTokens() {
        return config.endTokens();
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("the prompt is empty: it needs at least one token");
        }
        if (prompt.length > config.maxPositions()) {
            throw new IllegalArgumentException("the prompt has " + prompt.length + " tokens, but the context of " + name
                    + " holds " + config.maxPositions());
        }
        for (int id : prompt) {
            if (id < 0 || id >= config.vocabularySize()) {
                throw new IllegalArgumentException("the prompt holds token " + id + ", but the vocabulary of " + name
                        + " has " + config.vocabularySize()
                        + " tokens: tokenizer.json and the weights do not belong together");
            }
        }
        return new TorchContinuation(transformer, prompts, prompt, sampling);
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        Map<TorchContinuation, List<TorchLane>> byContinuation = new LinkedHashMap<>();
        for (Draw draw : draws) {
            TorchLane lane = (TorchLane) draw.lane();
            if (lane.closed()) {
                throw new IllegalStateException("a draw from a lane that has ended");
            }
            byContinuation
                    .computeIfAbsent(lane.continuation, c -> new ArrayList<>())
                    .add(lane);
        }
        Pass pass = new Pass();
        Map<TorchLane, Integer> rows = new LinkedHashMap<>();
        double[] values;
        try {
            values = pass(draws, byContinuation, pass, rows);
        } catch (RuntimeException | Error e) {
            // What they noted as read was not: going on would draw from a distribution of the past.
            byContinuation.keySet().forEach(continuation -> continuation.spoil(e));
            throw e;
        }
        return drawn(draws, values);
    }

    private double[] pass(
            List<Draw> draws,
            Map<TorchContinuation, List<TorchLane>> byContinuation,
            Pass pass,
            Map<TorchLane, Integer> rows) {
        byContinuation.forEach((continuation, lanes) -> {
            int[] read = continuation.read(pass, lanes);
            for (int i = 0; i < read.length; i++) {
                rows.put(lanes.get(i), read[i]);
            }
        });
        Draws wanted = new Draws();
        Map<IValue, Integer> kept = new LinkedHashMap<>();
        try (Arena call = transformer.arena()) {
            for (Draw draw : draws) {
                TorchLane lane = (TorchLane) draw.lane();
                int row = rows.getOrDefault(lane, -1);
                if (row < 0) {
                    IValue start = keptRow(call, lane);
                    row = pass.rows() + kept.computeIfAbsent(start, wanted::keep);
                }
                rows.put(lane, row);
                wanted.add(row, draw.u(), lane.continuation.sampling(), draw.mask());
            }
            IValue[] result = call.tuple(call.keep(transformer.step(call, pass, wanted, config.vocabularySize())));
            Logits logits = new Logits(call.release(result[0]));
            try {
                byContinuation.keySet().forEach(continuation -> continuation.passed(logits.tensor()));
                rows.forEach((lane, row) -> lane.at(logits, row));
            } finally {
                logits.closeIfUnused();
            }
            return call.toDoubles(result[1]);
        }
    }

    /** The row a lane goes on from that reads nothing in this step: its own, or the boundary's. */
    private IValue keptRow(Arena call, TorchLane lane) {
        Logits own = lane.logits();
        if (own != null && lane.slots.size() > 0) {
            return call.keep(transformer.row(own.tensor(), lane.row()));
        }
        IValue boundary = lane.continuation.boundary();
        if (boundary == null) {
            throw new IllegalStateException("the prompt has not been read");
        }
        return boundary;
    }

    private List<Drawn> drawn(List<Draw> draws, double[] values) {
        List<Drawn> drawn = new ArrayList<>(values.length / 3);
        for (int i = 0; i < values.length; i += 3) {
            if (!Double.isFinite(values[i + 1]) || !Double.isFinite(values[i + 2])) {
                ((TorchLane) draws.get(i / 3).lane()).continuation.spoilCache();
                throw new ModelException("the logits of " + name + " are not finite: the weights are damaged, or "
                        + "the computing type is too narrow for this model (try dtype=float32)");
            }
            drawn.add(new Drawn((int) values[i], values[i + 1], values[i + 2]));
        }
        return drawn;
    }

    @Override
    public void close() {
        prompts.forget(transformer);
        transformer.close();
        closeTokenizer(tokenizer);
    }

    /** Frees a tokenizer's native memory, if it has any. */
    public static void closeTokenizer(Tokenizer tokenizer) {
        if (tokenizer instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new ModelException("cannot close the tokenizer", e);
            }
        }
    }
}
