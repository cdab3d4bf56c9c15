package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code config.json} and {@code generation_config.json}, as transformers 4 and 5 write them. */
public final class ConfigReader {

    /** The architectures that can be computed, and what they give. A family that is one more switch away goes here. */
    private static final Map<String, Kind> ARCHITECTURES = new TreeMap<>(Map.of(
            "LlamaForCausalLM", Kind.CAUSAL_LM,
            "LlamaForSequenceClassification", Kind.SEQUENCE_CLASSIFICATION));

    private final JsonObject config;
    private final Path folder;

    private ConfigReader(Path folder) {
        this.folder = folder;
        this.config = JsonObject.read(folder.resolve("config.json"));
    }

    public static ModelConfig read(Path folder) {
        return new ConfigReader(folder).read();
    }

    private ModelConfig read() {
        String architecture = architecture();
        Kind kind = kind(architecture);
        refuseUnsupported();
        int hidden = config.count("hidden_size");
        int heads = config.count("num_attention_heads");
        int vocabulary = config.count("vocab_size");
        RopeReader rope = new RopeReader(config);
        return new ModelConfig(
                architecture,
                hidden,
                config.count("intermediate_size"),
                config.count("num_hidden_layers"),
                heads,
                kvHeads(heads),
                headDim(hidden, heads),
                vocabulary,
                config.positive("rms_norm_eps", 1e-6),
                rope.theta(),
                rope.scaling(),
                config.flag("tie_word_embeddings", false),
                config.count("max_position_embeddings", 2048),
                endTokens(vocabulary),
                padToken(),
                kind == Kind.CAUSAL_LM ? 0 : labels(),
                kind);
    }

    private String architecture() {
        JsonNode names = config.value("architectures");
        if (names == null
                || !names.isArray()
                || names.isEmpty()
                || !names.get(0).isTextual()) {
            throw config.wrong("architectures", names == null ? "missing" : names, "a list with one of " + supported());
        }
        return names.get(0).textValue();
    }

    private Kind kind(String architecture) {
        Kind kind = ARCHITECTURES.get(architecture);
        if (kind == null) {
            throw config.unsupported("architectures", architecture, "supported are " + supported());
        }
        return kind;
    }

    private static String supported() {
        return String.join(", ", ARCHITECTURES.keySet());
    }

    private void refuseUnsupported() {
        for (String bias : new String[] {"attention_bias", "mlp_bias"}) {
            if (config.flag(bias, false)) {
                throw config.unsupported(bias, true, "only layers without biases can be computed");
            }
        }
        String activation = config.text("hidden_act");
        if (activation != null && !activation.equals("silu")) {
            throw config.unsupported("hidden_act", '"' + activation + '"', "only \"silu\" can be computed");
        }
        JsonNode quantization = config.value("quantization_config");
        if (quantization != null) {
            throw config.unsupported(
                    "quantization_config",
                    quantization.path("quant_method").asText("set"),
                    "use the model with float32, float16 or bfloat16 weights");
        }
    }

    private int kvHeads(int heads) {
        int kvHeads = config.count("num_key_value_heads", heads);
        if (heads % kvHeads != 0) {
            throw config.wrong("num_key_value_heads", kvHeads, "a divisor of num_attention_heads, " + heads);
        }
        return kvHeads;
    }

    private int headDim(int hidden, int heads) {
        if (!config.has("head_dim") && hidden % heads != 0) {
            throw config.wrong("hidden_size", hidden, "a multiple of num_attention_heads, " + heads);
        }
        int headDim = config.count("head_dim", hidden / heads);
        if (headDim % 2 != 0) {
            throw config.wrong(
                    config.has("head_dim") ? "head_dim" : "hidden_size",
                    config.has("head_dim") ? headDim : hidden,
                    "such that a head is of even width (rotary positions turn pairs)");
        }
        return headDim;
    }

    private int labels() {
        // Without either field the original library assumes two labels.
        JsonObject names = config.child("id2label");
        String field = names == null ? "num_labels" : "id2label";
        int labels =
                names == null ? config.count("num_labels", 2) : names.node().size();
        if (labels != 1) {
            throw config.unsupported(
                    field, labels + " labels", "a reward model has one, its score (\"num_labels\": 1)");
        }
        return labels;
    }

    private TreeSet<Integer> endTokens(int vocabulary) {
        TreeSet<Integer> ids = new TreeSet<>();
        addIds(config, vocabulary, ids);
        Path generation = folder.resolve("generation_config.json");
        if (Files.exists(generation)) {
            addIds(JsonObject.read(generation), vocabulary, ids);
        }
        return ids;
    }

    private static void addIds(JsonObject from, int vocabulary, TreeSet<Integer> ids) {
        JsonNode value = from.value("eos_token_id");
        if (value == null) {
            return;
        }
        for (JsonNode id : value.isArray() ? value : List.of(value)) {
            ids.add(id(from, "eos_token_id", id, vocabulary));
        }
    }

    private int padToken() {
        // Only used to fill rows, so that models may name an id beyond their vocabulary, or -1 for none.
        JsonNode pad = config.value("pad_token_id");
        if (pad == null || pad.isIntegralNumber() && pad.canConvertToInt() && pad.intValue() == -1) {
            return -1;
        }
        return id(config, "pad_token_id", pad, Integer.MAX_VALUE);
    }

    private static int id(JsonObject from, String field, JsonNode id, int vocabulary) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= vocabulary) {
            throw from.wrong(field, id, "a token id below " + vocabulary);
        }
        return id.intValue();
    }
}
