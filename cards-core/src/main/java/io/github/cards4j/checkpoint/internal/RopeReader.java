package io.github.cards4j.checkpoint.internal;

import io.github.cards4j.checkpoint.RopeScaling;
import io.github.cards4j.checkpoint.RopeScaling.Type;
import org.jspecify.annotations.Nullable;

/**
 * Rotary positions in {@code config.json}: {@code rope_theta} and {@code rope_scaling}, or, newer, both in
 * {@code rope_parameters}; there, a model whose layers are of two kinds has an object for each.
 */
final class RopeReader {

    private final JsonObject config;
    private final String thetaField;
    private final @Nullable JsonObject parameters;

    private RopeReader(JsonObject config, String thetaField, @Nullable JsonObject parameters) {
        this.config = config;
        this.thetaField = thetaField;
        this.parameters = parameters;
    }

    /** Of the model, or of its layers without a window. */
    static RopeReader of(JsonObject config) {
        JsonObject newer = config.child("rope_parameters");
        if (newer != null) {
            JsonObject full = newer.child("full_attention");
            return new RopeReader(config, "rope_theta", full != null ? full : newer);
        }
        return new RopeReader(config, "rope_theta", config.child("rope_scaling"));
    }

    /** Of layers with a window, where these have their own. */
    static RopeReader windowed(JsonObject config) {
        JsonObject newer = config.child("rope_parameters");
        JsonObject own = newer == null ? null : newer.child("sliding_attention");
        RopeReader found = new RopeReader(config, "rope_local_base_freq", own);
        if (own != null && found.scaling() != null) {
            throw config.unsupported(
                    "rope_parameters.sliding_attention", own.node(), "layers with a window cannot be stretched");
        }
        return found;
    }

    double theta(double otherwise) {
        if (parameters != null && parameters.has("rope_theta")) {
            return parameters.positive("rope_theta");
        }
        return config.positive(thetaField, otherwise);
    }

    @Nullable
    RopeScaling scaling() {
        refusePartial(config);
        if (parameters == null) {
            return null;
        }
        refusePartial(parameters);
        String field = parameters.has("rope_type") || !parameters.has("type") ? "rope_type" : "type";
        String type = parameters.text(field);
        return switch (type == null ? "default" : type) {
            case "default" -> null;
            case "linear" -> RopeScaling.linear(factor(parameters));
            case "llama3" -> llama3(parameters);
            default ->
                throw parameters.unsupported(
                        field, '"' + type + '"', "supported are \"default\", \"linear\" and \"llama3\"");
        };
    }

    private static RopeScaling llama3(JsonObject from) {
        double low = from.positive("low_freq_factor");
        double high = from.positive("high_freq_factor");
        if (high <= low) {
            throw from.wrong("high_freq_factor", high, "above low_freq_factor, " + low);
        }
        return new RopeScaling(Type.LLAMA3, factor(from), low, high, from.count("original_max_position_embeddings"));
    }

    private static double factor(JsonObject from) {
        double factor = from.positive("factor");
        if (factor < 1) {
            throw from.wrong("factor", factor, "at least 1");
        }
        return factor;
    }

    private static void refusePartial(JsonObject from) {
        if (from.positive("partial_rotary_factor", 1) != 1) {
            throw from.unsupported(
                    "partial_rotary_factor",
                    from.positive("partial_rotary_factor"),
                    "only rotary positions over the whole head can be computed");
        }
    }
}
