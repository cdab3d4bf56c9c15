package io.github.cards4j.checkpoint.internal;

import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Switches;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The families that can be computed: an entry each, with the names of its architectures, the defaults of its
 * configuration class, and its switches. docs/families.md says how to add one.
 *
 * @param name for people
 * @param architectures names in {@code config.json}, and what such a model gives
 */
record Family(String name, Map<String, Kind> architectures, Defaults defaults, Reader reader) {

    /** Turns the fields of {@code config.json} into switches. */
    interface Reader {
        SwitchBuilder read(SwitchBuilder switches, JsonObject config);
    }

    static final List<Family> ALL = List.of(
            family("Llama", Defaults.positions(2048), (s, c) -> s.attentionBias()
                    .feedForwardBias()
                    .activation("hidden_act", "silu")),
            family("Mistral", Defaults.positions(131072).withKvHeads(8), (s, c) -> {
                if (c.has("layer_types")) {
                    // the original warns and ignores it
                    throw c.unsupported("layer_types", c.value("layer_types"), "all layers of a Mistral are alike");
                }
                return s.activation("hidden_act", "silu").window(4096, layer -> true);
            }),
            family(
                    "Qwen2",
                    Defaults.positions(32768).withKvHeads(32),
                    (s, c) -> qwenWindow(s.queryKeyValueBias().activation("hidden_act", "silu"), c)),
            family(
                    "Qwen3",
                    Defaults.positions(32768).withKvHeads(32).withHeadDim(128),
                    (s, c) -> qwenWindow(s.attentionBias().queryKeyNorms().activation("hidden_act", "silu"), c)),
            family(
                    "Gemma2",
                    Defaults.gemma(8192, 256000, 10000),
                    (s, c) -> gemma(s, c).attentionCap(50).logitCap(30).window(4096, layer -> layer % 2 == 0)),
            family("Gemma3", Defaults.gemma(131072, 262208, 1000000), Family::gemma3)
                    .and("Gemma3TextForSequenceClassification", Kind.SEQUENCE_CLASSIFICATION)
                    .and("Gemma3ForConditionalGeneration", Kind.CAUSAL_LM));

    private static final Map<String, Family> BY_ARCHITECTURE = byArchitecture();

    private static Family family(String name, Defaults defaults, Reader reader) {
        return new Family(
                name,
                Map.of(
                        name + "ForCausalLM", Kind.CAUSAL_LM,
                        name + "ForSequenceClassification", Kind.SEQUENCE_CLASSIFICATION),
                defaults,
                reader);
    }

    private Family and(String architecture, Kind kind) {
        Map<String, Kind> more = new TreeMap<>(architectures);
        more.put(architecture, kind);
        return new Family(name, more, defaults, reader);
    }

    private static Map<String, Family> byArchitecture() {
        Map<String, Family> found = new TreeMap<>();
        for (Family family : ALL) {
            family.architectures.keySet().forEach(architecture -> found.put(architecture, family));
        }
        return found;
    }

    /** The family of an architecture, or null. */
    static @Nullable Family of(String architecture) {
        return BY_ARCHITECTURE.get(architecture);
    }

    Kind kind(String architecture) {
        return Objects.requireNonNull(architectures.get(architecture), architecture);
    }

    /** All architectures, for an error. */
    static String supported() {
        return String.join(", ", BY_ARCHITECTURE.keySet());
    }

    Switches switches(JsonObject config, int layers, int headDim) {
        return reader.read(new SwitchBuilder(config, layers, headDim), config).build();
    }

    /** The first {@code max_window_layers} layers see all, if windows are used at all. */
    private static SwitchBuilder qwenWindow(SwitchBuilder s, JsonObject c) {
        if (!c.flag("use_sliding_window", false)) {
            return s;
        }
        int first = c.number("max_window_layers", 28);
        return s.window(4096, layer -> layer >= first);
    }

    private static SwitchBuilder gemma(SwitchBuilder s, JsonObject c) {
        return s.attentionBias()
                .postNorms()
                .offsetNorms()
                .activation("hidden_activation", "gelu_pytorch_tanh")
                .embeddingScale(Math.sqrt(c.count("hidden_size")))
                .queryScalar(256);
    }

    private static SwitchBuilder gemma3(SwitchBuilder s, JsonObject c) {
        if (c.flag("use_bidirectional_attention", false)) {
            throw c.unsupported("use_bidirectional_attention", true, "only models that read left to right can be used");
        }
        if (c.has("attn_logit_softcapping")) {
            // the original reads it for this family and never applies it
            throw c.unsupported("attn_logit_softcapping", c.value("attn_logit_softcapping"), "a Gemma 3 has none");
        }
        int pattern = c.count("sliding_window_pattern", 6);
        return gemma(s, c)
                .queryKeyNorms()
                .logitCap(0)
                .window(4096, layer -> (layer + 1) % pattern != 0)
                .windowedRopeTheta(RopeReader.windowed(c).theta(10000));
    }
}
