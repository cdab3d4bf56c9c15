package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.checkpoint.TensorInfo;
import io.github.cards4j.torch.internal.WeightPlan.Bias;
import io.github.cards4j.torch.internal.WeightPlan.HeadNorms;
import io.github.cards4j.torch.internal.WeightPlan.Matrix;
import io.github.cards4j.torch.internal.WeightPlan.Norm;
import io.github.cards4j.torch.internal.WeightPlan.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A model's weights in the order of the program: embedding, final norm, head, then for each layer norm, query-key-value,
 * output, norm, gate-up, down; and apart from these what only some families have.
 */
final class Weights implements AutoCloseable {

    private final Arena arena;
    private final IValue plain;
    private final IValue products;
    private final IValue extras;

    private Weights(Arena arena, IValue plain, IValue products, IValue extras) {
        this.arena = arena;
        this.plain = plain;
        this.products = products;
        this.extras = extras;
    }

    IValue plain() {
        return plain;
    }

    /** The same list, its matrices packed if the device gains by it. */
    IValue products() {
        return products;
    }

    /** For each layer biases, norms of heads and norms behind, as the program says; empty if there are none. */
    IValue extras() {
        return extras;
    }

    @Override
    public void close() {
        arena.close();
    }

    /**
     * Maps, stacks and packs.
     *
     * @param label which output of a score head is read, counted from 0
     */
    static Weights load(
            Program program,
            Checkpoint checkpoint,
            ModelConfig config,
            int label,
            TorchSettings settings,
            Progress progress) {
        WeightPlan plan = WeightPlan.of(checkpoint, config, label);
        Arena arena = program.arena();
        try (WeightFiles files = new WeightFiles(program)) {
            return new Loader(program, checkpoint.name(), config, settings, arena, files)
                    .load(plan, checkpoint.tensors(), progress);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private record Loader(
            Program program, String name, ModelConfig config, TorchSettings settings, Arena arena, WeightFiles files) {

        Weights load(WeightPlan plan, Collection<TensorInfo> tensors, Progress progress) {
            List<IValue> plain = new ArrayList<>();
            List<IValue> products = new ArrayList<>();
            boolean reward = config.kind() == Kind.SEQUENCE_CLASSIFICATION;
            String doing = (settings.packed() ? "packing " : "loading ") + name;
            progress.at("mapping " + name, 0);
            files.map(tensors);
            progress.at(doing, 0);
            IValue embedding = matrix(plan.embedding());
            plain.add(embedding);
            products.add(embedding);
            IValue norm = norm(plan.norm());
            plain.add(norm);
            products.add(norm);
            Matrix own = plan.head();
            IValue head = own == null ? embedding : matrix(own, reward ? DtypeNumber.FLOAT32 : settings.dtype());
            plain.add(head);
            // a score head is computed in float32 from its own numbers, outside the packed products
            products.add(settings.packed() && !reward ? packed(head) : head);
            int layers = plan.layers().size();
            for (int i = 0; i < layers; i++) {
                progress.at(doing, (double) i / layers);
                for (Part part : plan.layers().get(i)) {
                    if (part instanceof Matrix m && settings.packed()) {
                        IValue w = matrix(m);
                        products.add(packed(w));
                        arena.release(w).close();
                        plain.add(norm); // never read: keeps the order
                    } else {
                        IValue w = value(part);
                        plain.add(w);
                        products.add(w);
                    }
                }
            }
            IValue extras = extras(plan);
            progress.at(doing, 1);
            return new Weights(arena, arena.tensors(plain), arena.tensors(products), extras);
        }

        private IValue extras(WeightPlan plan) {
            List<IValue> found = new ArrayList<>();
            try (Arena call = program.arena()) {
                IValue nothing = arena.keep(program.call("nothing", call.of(settings.device())));
                plan.extras().forEach(parts -> parts.forEach(part -> found.add(part == null ? nothing : value(part))));
            }
            return arena.tensors(found);
        }

        private IValue value(Part part) {
            if (part instanceof Matrix m) {
                return matrix(m);
            }
            if (part instanceof Norm n) {
                return norm(n);
            }
            if (part instanceof Bias b) {
                return vector(b.tensors(), settings.dtype(), 0);
            }
            return headNorms((HeadNorms) part);
        }

        private IValue matrix(Matrix m) {
            return matrix(m, settings.dtype());
        }

        private IValue matrix(Matrix m, long dtype) {
            return arena.keep(files.stacked(m.columns(), dtype, settings.device(), m.tensors()));
        }

        private IValue norm(Norm norm) {
            return norm(norm.tensor());
        }

        /** Weights that count from 1 stay in float32: sums with 1 are not exact in narrower types. */
        private IValue norm(TensorInfo tensor) {
            boolean offset = config.switches().offsetNorms();
            return vector(List.of(tensor), offset ? DtypeNumber.FLOAT32 : settings.dtype(), offset ? 1 : 0);
        }

        private IValue vector(List<TensorInfo> tensors, long dtype, double added) {
            try (Arena call = program.arena()) {
                IValue column = call.keep(files.stacked(1, dtype, settings.device(), tensors));
                return arena.keep(program.call("vector", column, call.of(added)));
            }
        }

        private IValue headNorms(HeadNorms norms) {
            IValue query = norm(norms.query());
            IValue key = norm(norms.key());
            try (Arena call = program.arena()) {
                return arena.keep(
                        program.call("head_norms", query, key, call.of(config.heads()), call.of(config.kvHeads())));
            } finally {
                arena.release(query).close();
                arena.release(key).close();
            }
        }

        private IValue packed(IValue w) {
            return arena.keep(program.call("pack", w));
        }
    }
}
