package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.Switches;
import io.github.cards4j.checkpoint.Switches.Activation;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Collects a family's switches, most of them from fields of {@code config.json}. What is not called stays off. */
final class SwitchBuilder {

    private final JsonObject config;
    private final int layers;
    private boolean queryKeyValueBias;
    private boolean outputBias;
    private boolean feedForwardBias;
    private boolean queryKeyNorms;
    private boolean postNorms;
    private boolean offsetNorms;
    private Activation activation = Activation.SILU;
    private double embeddingScale = 1;
    private double attentionScale;
    private double attentionCap;
    private double logitCap;
    private int window;
    private Set<Integer> windowedLayers = Set.of();
    private double windowedRopeTheta;

    SwitchBuilder(JsonObject config, int layers, int headDim) {
        this.config = config;
        this.layers = layers;
        attentionScale = 1 / Math.sqrt(headDim);
    }

    /** Biases of queries, keys and values, whatever the configuration says. */
    SwitchBuilder queryKeyValueBias() {
        queryKeyValueBias = true;
        return this;
    }

    /** Field {@code attention_bias}: biases of all four projections of attention. */
    SwitchBuilder attentionBias() {
        queryKeyValueBias = config.flag("attention_bias", false);
        outputBias = queryKeyValueBias;
        return this;
    }

    /** Field {@code mlp_bias}. */
    SwitchBuilder feedForwardBias() {
        feedForwardBias = config.flag("mlp_bias", false);
        return this;
    }

    SwitchBuilder queryKeyNorms() {
        queryKeyNorms = true;
        return this;
    }

    SwitchBuilder postNorms() {
        postNorms = true;
        return this;
    }

    SwitchBuilder offsetNorms() {
        offsetNorms = true;
        return this;
    }

    SwitchBuilder activation(String field, String otherwise) {
        String name = config.text(field);
        activation = switch (name == null ? otherwise : name) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu_pytorch_tanh", "gelu_new" -> Activation.GELU_TANH;
            case "gelu" -> Activation.GELU;
            default ->
                throw config.unsupported(
                        field,
                        '"' + name + '"',
                        "supported are \"silu\", \"swish\", \"gelu\", \"gelu_pytorch_tanh\" and \"gelu_new\"");
        };
        return this;
    }

    SwitchBuilder embeddingScale(double scale) {
        embeddingScale = scale;
        return this;
    }

    /** Field {@code query_pre_attn_scalar}: products are divided by its square root. */
    SwitchBuilder queryScalar(double otherwise) {
        attentionScale = 1 / Math.sqrt(config.positive("query_pre_attn_scalar", otherwise));
        return this;
    }

    /** Field {@code attn_logit_softcapping}; null is none. */
    SwitchBuilder attentionCap(double otherwise) {
        attentionCap = cap("attn_logit_softcapping", otherwise);
        return this;
    }

    /** Field {@code final_logit_softcapping}; null is none, and so may be its absence. */
    SwitchBuilder logitCap(double otherwise) {
        logitCap = cap("final_logit_softcapping", otherwise);
        return this;
    }

    private double cap(String field, double otherwise) {
        return config.has(field) ? config.positive(field) : config.absent(field) ? otherwise : 0;
    }

    /**
     * Field {@code sliding_window}, null for none, in the layers that {@code layer_types} names or, without it, those that
     * the family's pattern picks.
     */
    SwitchBuilder window(int otherwise, IntPredicate pattern) {
        int size = config.has("sliding_window")
                ? config.count("sliding_window")
                : config.absent("sliding_window") ? otherwise : 0;
        Set<Integer> found = windowedLayers(pattern);
        if (size > 0 && !found.isEmpty()) {
            window = size;
            windowedLayers = found;
        }
        return this;
    }

    private Set<Integer> windowedLayers(IntPredicate pattern) {
        Set<Integer> found = new TreeSet<>();
        JsonNode types = config.value("layer_types");
        if (types == null) {
            for (int i = 0; i < layers; i++) {
                if (pattern.test(i)) {
                    found.add(i);
                }
            }
            return found;
        }
        if (!types.isArray() || types.size() != layers) {
            throw config.wrong("layer_types", types, "a list with one text for each of the " + layers + " layers");
        }
        for (int i = 0; i < layers; i++) {
            switch (types.get(i).asText()) {
                case "sliding_attention" -> found.add(i);
                case "full_attention" -> {}
                default ->
                    throw config.unsupported(
                            "layer_types",
                            types.get(i) + " for layer " + i,
                            "supported are \"full_attention\" and \"sliding_attention\"");
            }
        }
        return found;
    }

    SwitchBuilder windowedRopeTheta(double theta) {
        windowedRopeTheta = theta;
        return this;
    }

    Switches build() {
        return new Switches(
                queryKeyValueBias,
                outputBias,
                feedForwardBias,
                queryKeyNorms,
                postNorms,
                offsetNorms,
                activation,
                embeddingScale,
                attentionScale,
                attentionCap,
                logitCap,
                window,
                windowedLayers,
                windowedLayers.isEmpty() ? 0 : windowedRopeTheta);
    }
}
