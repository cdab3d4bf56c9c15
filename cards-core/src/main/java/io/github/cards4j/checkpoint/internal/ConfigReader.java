package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads {@code config.json} and {@code generation_config.json}, as transformers 4 and 5 write them. */
public final class ConfigReader {

    private final Path folder;
    private final JsonObject config;
    /** What describes the decoder: a model that also reads images keeps it apart. */
    private final JsonObject text;

    private ConfigReader(Path folder) {
        this.folder = folder;
        config = JsonObject.read(folder.resolve("config.json"));
        JsonObject nested = config.child("text_config");
        text = nested == null ? config : nested;
    }

    public static ModelConfig read(Path folder) {
        return new ConfigReader(folder).read();
    }

    private ModelConfig read() {
        String architecture = architecture();
        Family family = Family.of(architecture);
        if (family == null) {
            throw config.unsupported("architectures", architecture, "supported are " + Family.supported());
        }
        refuseQuantized();
        Defaults defaults = family.defaults();
        Kind kind = family.kind(architecture);
        int hidden = text.count("hidden_size");
        int layers = text.count("num_hidden_layers");
        int heads = count("num_attention_heads", defaults.heads());
        int vocabulary = count("vocab_size", defaults.vocabulary());
        int headDim = headDim(hidden, heads, defaults.headDim());
        RopeReader rope = RopeReader.of(text);
        return new ModelConfig(
                architecture,
                hidden,
                text.count("intermediate_size"),
                layers,
                heads,
                kvHeads(heads, defaults.kvHeads()),
                headDim,
                vocabulary,
                text.positive("rms_norm_eps", 1e-6),
                rope.theta(defaults.ropeTheta()),
                rope.scaling(),
                config.flag("tie_word_embeddings", text.flag("tie_word_embeddings", defaults.tied())),
                text.count("max_position_embeddings", defaults.maxPositions()),
                endTokens(vocabulary),
                padToken(),
                kind == Kind.CAUSAL_LM ? List.of() : labels(),
                kind,
                family.switches(text, layers, headDim));
    }

    private String architecture() {
        JsonNode names = config.value("architectures");
        if (names == null
                || !names.isArray()
                || names.isEmpty()
                || !names.get(0).isTextual()) {
            throw config.wrong(
                    "architectures", names == null ? "missing" : names, "a list with one of " + Family.supported());
        }
        return names.get(0).textValue();
    }

    private void refuseQuantized() {
        JsonNode quantization = config.value("quantization_config");
        if (quantization != null) {
            throw config.unsupported(
                    "quantization_config",
                    quantization.path("quant_method").asText("set"),
                    "use the model with float32, float16 or bfloat16 weights");
        }
    }

    private int count(String field, int otherwise) {
        return otherwise == 0 ? text.count(field) : text.count(field, otherwise);
    }

    private int kvHeads(int heads, int otherwise) {
        // a null means as many as query heads, whatever the family's default
        int kvHeads = text.count(
                "num_key_value_heads", otherwise == 0 || !text.absent("num_key_value_heads") ? heads : otherwise);
        if (heads % kvHeads != 0) {
            throw text.wrong("num_key_value_heads", kvHeads, "a divisor of num_attention_heads, " + heads);
        }
        return kvHeads;
    }

    private int headDim(int hidden, int heads, int otherwise) {
        boolean divided = otherwise == 0 && !text.has("head_dim");
        if (divided && hidden % heads != 0) {
            throw text.wrong("hidden_size", hidden, "a multiple of num_attention_heads, " + heads);
        }
        int headDim = text.count("head_dim", divided ? hidden / heads : otherwise);
        if (headDim % 2 != 0) {
            throw text.wrong(
                    divided ? "hidden_size" : "head_dim",
                    divided ? hidden : headDim,
                    "such that a head is of even width (rotary positions turn pairs)");
        }
        return headDim;
    }

    /** Names of the outputs, in their order. Without either field the original library assumes two. */
    private List<String> labels() {
        JsonObject names = config.child("id2label");
        List<String> labels = new ArrayList<>();
        if (names == null) {
            for (int i = 0; i < config.count("num_labels", 2); i++) {
                labels.add("LABEL_" + i);
            }
            return labels;
        }
        for (int i = 0; i < names.node().size(); i++) {
            String name = names.text(String.valueOf(i));
            if (name == null) {
                throw config.wrong("id2label", names.node(), "an object with a name for each of 0, 1, …");
            }
            labels.add(name);
        }
        if (labels.isEmpty()) {
            throw config.wrong("id2label", names.node(), "an object with at least one name");
        }
        return labels;
    }

    private TreeSet<Integer> endTokens(int vocabulary) {
        TreeSet<Integer> ids = new TreeSet<>();
        addIds(config, vocabulary, ids);
        addIds(text, vocabulary, ids);
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
        JsonNode pad = config.has("pad_token_id") ? config.value("pad_token_id") : text.value("pad_token_id");
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
