package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.checkpoint.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model's weights in the order of the program: embedding, final norm, head, then for each layer norm, query-key-value,
 * output, norm, gate-up, down.
 */
final class Weights implements AutoCloseable {

    private final Arena arena;
    private final IValue plain;
    private final IValue products;

    private Weights(Arena arena, IValue plain, IValue products) {
        this.arena = arena;
        this.plain = plain;
        this.products = products;
    }

    IValue plain() {
        return plain;
    }

    /** The same list, its matrices packed if the device gains by it. */
    IValue products() {
        return products;
    }

    @Override
    public void close() {
        arena.close();
    }

    /** Maps, stacks and packs; names of tensors as in Hugging Face's modeling_llama.py. */
    static Weights load(Program program, Checkpoint checkpoint, TorchSettings settings, Progress progress) {
        Arena arena = program.arena();
        try (WeightFiles files = new WeightFiles(program)) {
            return new Loader(program, checkpoint, settings, arena, files).load(progress);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private record Loader(
            Program program, Checkpoint checkpoint, TorchSettings settings, Arena arena, WeightFiles files) {

        private record Matrix(List<String> names, long[] rows, int columns) {}

        Weights load(Progress progress) {
            ModelConfig c = checkpoint.config();
            int hidden = c.hiddenSize();
            List<IValue> plain = new ArrayList<>();
            List<IValue> products = new ArrayList<>();
            boolean reward = c.kind() == Kind.SEQUENCE_CLASSIFICATION;

            // find every tensor before any is touched: an error costs nothing then
            List<Object> plan = plan(c, reward);
            plan.forEach(this::check);

            progress.at("mapping " + checkpoint.name(), 0);
            IValue embedding = matrix((Matrix) plan.get(0));
            plain.add(embedding);
            products.add(embedding);
            IValue norm = vector((String) plan.get(1), hidden);
            plain.add(norm);
            products.add(norm);
            IValue head = c.tiedEmbeddings() && !reward ? embedding : matrix((Matrix) plan.get(2));
            plain.add(head);
            // a score head is computed in float32, outside the packed products
            products.add(settings.packed() && !reward ? packed(head) : head);
            for (int i = 3; i < plan.size(); i++) {
                progress.at(
                        (settings.packed() ? "packing " : "loading ") + checkpoint.name(), (double) i / plan.size());
                if (plan.get(i) instanceof Matrix m) {
                    IValue w = matrix(m);
                    if (settings.packed()) {
                        products.add(packed(w));
                        arena.release(w).close();
                        plain.add(norm); // never read: keeps the order
                    } else {
                        plain.add(w);
                        products.add(w);
                    }
                } else {
                    IValue v = vector((String) plan.get(i), hidden);
                    plain.add(v);
                    products.add(v);
                }
            }
            progress.at((settings.packed() ? "packing " : "loading ") + checkpoint.name(), 1);
            return new Weights(arena, arena.tensors(plain), arena.tensors(products));
        }

        private List<Object> plan(ModelConfig c, boolean reward) {
            int hidden = c.hiddenSize();
            int q = c.heads() * c.headDim();
            int kv = c.kvHeads() * c.headDim();
            int inner = c.intermediateSize();
            List<Object> plan = new ArrayList<>();
            Matrix embedding = matrix(hidden, c.vocabularySize(), "model.embed_tokens.weight");
            plan.add(embedding);
            plan.add("model.norm.weight");
            plan.add(
                    reward
                            ? matrix(hidden, 1, "score.weight")
                            : c.tiedEmbeddings() ? embedding : matrix(hidden, c.vocabularySize(), "lm_head.weight"));
            for (int i = 0; i < c.layers(); i++) {
                String p = "model.layers." + i + ".";
                String a = p + "self_attn.";
                String m = p + "mlp.";
                plan.add(p + "input_layernorm.weight");
                plan.add(new Matrix(
                        Stream.of("q", "k", "v")
                                .map(x -> a + x + "_proj.weight")
                                .toList(),
                        new long[] {q, kv, kv},
                        hidden));
                plan.add(matrix(q, hidden, a + "o_proj.weight"));
                plan.add(p + "post_attention_layernorm.weight");
                plan.add(new Matrix(
                        List.of(m + "gate_proj.weight", m + "up_proj.weight"), new long[] {inner, inner}, hidden));
                plan.add(matrix(inner, hidden, m + "down_proj.weight"));
            }
            return plan;
        }

        private static Matrix matrix(int columns, long rows, String name) {
            return new Matrix(List.of(name), new long[] {rows}, columns);
        }

        private void check(Object part) {
            if (part instanceof Matrix m) {
                tensors(m);
            } else {
                checkpoint.tensor((String) part, checkpoint.config().hiddenSize());
            }
        }

        private List<TensorInfo> tensors(Matrix m) {
            List<TensorInfo> found = new ArrayList<>();
            for (int i = 0; i < m.names().size(); i++) {
                found.add(checkpoint.tensor(m.names().get(i), m.rows()[i], m.columns()));
            }
            return found;
        }

        private IValue matrix(Matrix m) {
            return arena.keep(files.stacked(m.columns(), settings.dtype(), settings.device(), tensors(m)));
        }

        private IValue vector(String name, int size) {
            List<TensorInfo> one = List.of(checkpoint.tensor(name, size));
            try (Arena call = program.arena()) {
                IValue row = call.keep(files.stacked(size, settings.dtype(), settings.device(), one));
                return arena.keep(program.call("vector", row));
            }
        }

        private IValue packed(IValue w) {
            return arena.keep(program.call("pack", w));
        }
    }
}
