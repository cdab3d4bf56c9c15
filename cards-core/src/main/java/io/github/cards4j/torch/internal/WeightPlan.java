package io.github.cards4j.torch.internal;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Switches;
import io.github.cards4j.checkpoint.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tensors a model is made of, in the order of the program, named as in Hugging Face's {@code modeling_….py}. Every
 * tensor is looked up here, before any is touched: an error costs nothing then.
 */
final class WeightPlan {

    /** Where the decoder's tensors may lie in a checkpoint: alone, or beside what reads images. */
    private static final List<String> PREFIXES =
            List.of("model.", "language_model.model.", "model.language_model.", "language_model.", "");

    /** Something that is stacked of tensors. */
    sealed interface Part permits Matrix, Norm, Bias, HeadNorms {}

    /** The tensors' rows, below each other. */
    record Matrix(List<TensorInfo> tensors, int columns) implements Part {}

    /** Weights of a norm of the stream. */
    record Norm(TensorInfo tensor) implements Part {}

    /** Biases one behind the other. */
    record Bias(List<TensorInfo> tensors) implements Part {}

    /** Weights of the norms of a query head and of a key head. */
    record HeadNorms(TensorInfo query, TensorInfo key) implements Part {}

    private final Checkpoint checkpoint;
    private final ModelConfig config;
    private final Switches switches;
    private final String prefix;
    private final Matrix embedding;
    private final Norm norm;
    private final @Nullable Matrix head;
    private final List<List<Part>> layers = new ArrayList<>();
    private final List<List<@Nullable Part>> extras = new ArrayList<>();

    private WeightPlan(Checkpoint checkpoint, ModelConfig config, int label) {
        this.checkpoint = checkpoint;
        this.config = config;
        switches = config.switches();
        prefix = prefix(checkpoint);
        int hidden = config.hiddenSize();
        embedding = matrix(hidden, config.vocabularySize(), prefix + "embed_tokens.weight");
        norm = norm(prefix + "norm.weight");
        head = head(label);
        for (int i = 0; i < config.layers(); i++) {
            String layer = prefix + "layers." + i + ".";
            layers.add(layer(layer));
            extras.add(extras(layer));
        }
    }

    /** @param label which output of a score head is read, counted from 0 */
    static WeightPlan of(Checkpoint checkpoint, ModelConfig config, int label) {
        return new WeightPlan(checkpoint, config, label);
    }

    private static String prefix(Checkpoint checkpoint) {
        return PREFIXES.stream()
                .filter(p -> checkpoint.has(p + "embed_tokens.weight"))
                .findFirst()
                .orElse(PREFIXES.get(0));
    }

    Matrix embedding() {
        return embedding;
    }

    Norm norm() {
        return norm;
    }

    /** The head, or null if it is the embedding. */
    @Nullable
    Matrix head() {
        return head;
    }

    /** For each layer: norm, query-key-value, output, norm, gate-up, down. */
    List<List<Part>> layers() {
        return layers;
    }

    /** For each layer the parts that only some families have, null where this one does not; empty if it has none. */
    List<List<@Nullable Part>> extras() {
        boolean none = extras.stream().allMatch(parts -> parts.stream().allMatch(part -> part == null));
        return none ? List.of() : extras;
    }

    private @Nullable Matrix head(int label) {
        int hidden = config.hiddenSize();
        if (config.kind() == Kind.SEQUENCE_CLASSIFICATION) {
            return new Matrix(List.of(row(tensor("score.weight", config.labels().size(), hidden), label)), hidden);
        }
        if (config.tiedEmbeddings()) {
            return null;
        }
        String beside = prefix.startsWith("language_model.") ? "language_model.lm_head.weight" : "lm_head.weight";
        return matrix(hidden, config.vocabularySize(), checkpoint.has(beside) ? beside : "lm_head.weight");
    }

    private static TensorInfo row(TensorInfo matrix, int row) {
        long bytes = (matrix.end() - matrix.begin()) / matrix.shape().get(0);
        long begin = matrix.begin() + row * bytes;
        return new TensorInfo(
                matrix.name(), matrix.dtype(), List.of(1L, matrix.shape().get(1)), matrix.file(), begin, begin + bytes);
    }

    private List<Part> layer(String layer) {
        int hidden = config.hiddenSize();
        int q = config.heads() * config.headDim();
        int kv = config.kvHeads() * config.headDim();
        int inner = config.intermediateSize();
        String a = layer + "self_attn.";
        String m = layer + "mlp.";
        return List.of(
                norm(layer + "input_layernorm.weight"),
                new Matrix(
                        List.of(
                                tensor(a + "q_proj.weight", q, hidden),
                                tensor(a + "k_proj.weight", kv, hidden),
                                tensor(a + "v_proj.weight", kv, hidden)),
                        hidden),
                matrix(q, hidden, a + "o_proj.weight"),
                norm(layer
                        + (switches.postNorms()
                                ? "pre_feedforward_layernorm.weight"
                                : "post_attention_layernorm.weight")),
                new Matrix(
                        List.of(
                                tensor(m + "gate_proj.weight", inner, hidden),
                                tensor(m + "up_proj.weight", inner, hidden)),
                        hidden),
                matrix(inner, hidden, m + "down_proj.weight"));
    }

    private List<@Nullable Part> extras(String layer) {
        int hidden = config.hiddenSize();
        int q = config.heads() * config.headDim();
        int kv = config.kvHeads() * config.headDim();
        int inner = config.intermediateSize();
        String a = layer + "self_attn.";
        String m = layer + "mlp.";
        List<@Nullable Part> parts = new ArrayList<>();
        parts.add(
                !switches.queryKeyValueBias()
                        ? null
                        : new Bias(List.of(
                                tensor(a + "q_proj.bias", q),
                                tensor(a + "k_proj.bias", kv),
                                tensor(a + "v_proj.bias", kv))));
        parts.add(!switches.outputBias() ? null : new Bias(List.of(tensor(a + "o_proj.bias", hidden))));
        boolean f = switches.feedForwardBias();
        parts.add(
                !f ? null : new Bias(List.of(tensor(m + "gate_proj.bias", inner), tensor(m + "up_proj.bias", inner))));
        parts.add(!f ? null : new Bias(List.of(tensor(m + "down_proj.bias", hidden))));
        parts.add(
                !switches.queryKeyNorms()
                        ? null
                        : new HeadNorms(
                                tensor(a + "q_norm.weight", config.headDim()),
                                tensor(a + "k_norm.weight", config.headDim())));
        parts.add(!switches.postNorms() ? null : norm(layer + "post_attention_layernorm.weight"));
        parts.add(!switches.postNorms() ? null : norm(layer + "post_feedforward_layernorm.weight"));
        return parts;
    }

    private Matrix matrix(int columns, int rows, String name) {
        return new Matrix(List.of(tensor(name, rows, columns)), columns);
    }

    private Norm norm(String name) {
        return new Norm(tensor(name, config.hiddenSize()));
    }

    private TensorInfo tensor(String name, long... shape) {
        return checkpoint.tensor(name, shape);
    }
}
