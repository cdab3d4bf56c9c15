package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.Progress;
import java.util.ArrayList;
import java.util.List;

/** A loaded model: weights, rotary tables, and the calls of the program that need them. */
public final class Transformer implements AutoCloseable {

    private static final int FIRST_POSITIONS = 2048;

    private final Program program;
    private final TorchSettings settings;
    private final Shape shape;
    private final int maxPositions;
    private final int window;
    private final List<float[]> frequencies;
    private final Weights weights;
    private final Arena constants;
    private final IValue ints;
    private final IValue reals;
    private Arena rotary;
    private IValue tables;
    private int positions;

    private Transformer(Program program, TorchSettings settings, ModelConfig config, Weights weights) {
        this.program = program;
        this.settings = settings;
        this.weights = weights;
        shape = Shape.of(config);
        maxPositions = config.maxPositions();
        window = config.switches().window();
        frequencies = Frequencies.of(config);
        constants = program.arena();
        ints = constants.list(ProgramSwitches.ints(config));
        reals = constants.list(ProgramSwitches.reals(config));
        rotary = program.arena();
        positions = Math.min(maxPositions, FIRST_POSITIONS);
        try {
            tables = tables(rotary, positions);
        } catch (RuntimeException | Error e) {
            rotary.close();
            constants.close();
            throw e;
        }
    }

    public static Transformer load(Program program, Checkpoint checkpoint, TorchSettings settings, Progress progress) {
        return load(program, checkpoint, 0, settings, progress);
    }

    /** @param label which output of a score head is read, counted from 0 */
    public static Transformer load(
            Program program, Checkpoint checkpoint, int label, TorchSettings settings, Progress progress) {
        return load(program, checkpoint, checkpoint.config(), label, settings, progress);
    }

    /** As another configuration says, not the checkpoint's own. */
    static Transformer load(
            Program program,
            Checkpoint checkpoint,
            ModelConfig config,
            int label,
            TorchSettings settings,
            Progress progress) {
        Weights weights = Weights.load(program, checkpoint, config, label, settings, progress);
        try {
            return new Transformer(program, settings, config, weights);
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    /** For each rule of positions a table of cosines and one of sines. */
    private IValue tables(Arena arena, int length) {
        List<IValue> found = new ArrayList<>();
        try (Arena call = program.arena()) {
            for (float[] f : frequencies) {
                found.addAll(List.of(arena.tuple(arena.keep(program.call(
                        "rotary", call.floats(f, f.length), call.of(length), call.of(settings.device()))))));
            }
        }
        return arena.tensors(found);
    }

    private void reach(int position) {
        if (position >= positions) {
            int longer = Math.min(maxPositions, Math.max(position + 1, 2 * positions));
            Arena fresh = program.arena();
            IValue longerTables;
            try {
                longerTables = tables(fresh, longer);
            } catch (RuntimeException | Error e) {
                fresh.close();
                throw e;
            }
            rotary.close();
            rotary = fresh;
            tables = longerTables;
            positions = longer;
        }
    }

    public Shape shape() {
        return shape;
    }

    Arena arena() {
        return program.arena();
    }

    KeyValueCache newCache(int tokens) {
        int capacity = KeyValueCache.roomy(tokens);
        try (Arena call = program.arena()) {
            IValue tensors = program.call(
                    "new_cache",
                    call.of(shape.layers()),
                    call.of(shape.kvHeads()),
                    call.of(capacity),
                    call.of(shape.headDim()),
                    call.of(settings.dtype()),
                    call.of(settings.device()));
            return new KeyValueCache(this, tensors, capacity);
        }
    }

    void resize(IValue cache, int capacity, int used) {
        try (Arena call = program.arena()) {
            call.keep(program.call("resize", cache, call.of(capacity), call.of(used)));
        }
    }

    void keep(IValue cache, int[] slots, int at) {
        long[] from = new long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            from[i] = slots[i];
        }
        try (Arena call = program.arena()) {
            call.keep(program.call("keep", cache, call.longs(from, from.length), call.of(at)));
        }
    }

    /** Copies slots {@code first} to {@code end - 1} of one cache to the same place in another. */
    void copy(IValue from, IValue to, int first, int end) {
        try (Arena call = program.arena()) {
            call.keep(program.call("copy", from, to, call.of(first), call.of(end)));
        }
    }

    /** Bytes that a token's keys and values take in all layers. */
    long slotBytes() {
        return 2L * shape.layers() * shape.kvHeads() * shape.headDim() * DtypeNumber.bytes(settings.dtype());
    }

    /** One row of logits, copied: [1, V]. The caller closes it. */
    IValue row(IValue logits, int row) {
        try (Arena call = program.arena()) {
            return program.call("row", logits, call.of(row));
        }
    }

    /** Logits [rows, V] of the rows wanted. The caller closes them. */
    IValue logits(Arena call, Pass pass) {
        return read("forward", call, pass, List.of());
    }

    /** Scores of the rows wanted, in float32. */
    float[] scores(Pass pass) {
        try (Arena call = program.arena()) {
            return call.toFloats(call.keep(read("score", call, pass, List.of())));
        }
    }

    /** Log-odds of some tokens against others in the rows wanted. */
    float[] odds(Pass pass, long[] yes, long[] no) {
        if (pass.rows() == 0) {
            try (Arena call = program.arena()) {
                call.keep(logits(call, pass));
            }
            return new float[0];
        }
        try (Arena call = program.arena()) {
            IValue logits = call.keep(logits(call, pass));
            return call.toFloats(
                    call.keep(program.call("odds", logits, call.longs(yes, yes.length), call.longs(no, no.length))));
        }
    }

    /** One decoding step: logits, and draws from them; see the program. */
    IValue step(Arena call, Pass pass, Draws draws, int vocabulary) {
        return read("step", call, pass, draws.arguments(call, vocabulary));
    }

    /** Calls a method that reads the tokens of a pass. */
    private IValue read(String method, Arena call, Pass pass, List<IValue> more) {
        try {
            List<IValue> arguments = arguments(call, pass);
            arguments.addAll(more);
            return program.call(method, arguments.toArray(IValue[]::new));
        } catch (RuntimeException | Error e) {
            pass.spoil();
            throw e;
        }
    }

    private List<IValue> arguments(Arena call, Pass pass) {
        int last = pass.maxPosition();
        reach(last);
        List<IValue> arguments = new ArrayList<>(pass.arguments(call));
        arguments.add(weights.plain());
        arguments.add(weights.products());
        arguments.add(weights.extras());
        arguments.add(pass.isEmpty() ? noCaches(call) : pass.cacheTensors(call));
        arguments.add(tables);
        arguments.add(ints);
        arguments.add(reals);
        arguments.add(call.of(last < window ? 0 : window));
        arguments.add(call.of(settings.products().number()));
        return arguments;
    }

    /** A list of one empty list: an empty list of lists has no type that the program would take. */
    private static IValue noCaches(Arena call) {
        return call.lists(List.of(call.tensors(List.of())));
    }

    /** Runs the bare matrix products of a pass over {@code rows} tokens: what a step cannot be faster than. */
    public void products(int rows) {
        try (Arena call = program.arena()) {
            call.toFloats(call.keep(program.call(
                    "products",
                    call.of(rows),
                    call.of(shape.inner()),
                    call.of((long) shape.heads() * shape.headDim()),
                    weights.plain(),
                    weights.products(),
                    call.of(settings.products().number()))));
        }
    }

    @Override
    public void close() {
        rotary.close();
        constants.close();
        weights.close();
    }
}
