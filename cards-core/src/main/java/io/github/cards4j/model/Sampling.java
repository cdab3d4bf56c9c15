package io.github.cards4j.model;

/**
 * How a token is drawn from the next-token distribution: temperature, then the {@code topK} most likely, then the smallest
 * set of them whose probability reaches {@code topP}.
 *
 * @param temperature in [0, 100]; 0 takes the most likely token. Between 0 and 1e-30 there is none: float32 ends there
 * @param topK at least 0; 0 keeps the whole vocabulary
 * @param topP in (0, 1]; 1 keeps all
 */
public record Sampling(double temperature, int topK, double topP) {

    public static final double DEFAULT_TEMPERATURE = 0.7;
    public static final int DEFAULT_TOP_K = 40;
    public static final double DEFAULT_TOP_P = 1.0;

    private static final double LOWEST_TEMPERATURE = 1e-30;

    public Sampling {
        if (!(temperature >= 0 && temperature <= 100)) {
            throw new IllegalArgumentException("temperature must lie in [0, 100], but is " + temperature);
        }
        if (temperature > 0 && temperature < LOWEST_TEMPERATURE) {
            throw new IllegalArgumentException("temperature must be 0, or " + LOWEST_TEMPERATURE
                    + " or more, since logits are divided by it in float32, but is " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("topK must be 0 (off) or more, but is " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("topP must lie in (0, 1], but is " + topP);
        }
    }

    public static Sampling defaults() {
        return new Sampling(DEFAULT_TEMPERATURE, DEFAULT_TOP_K, DEFAULT_TOP_P);
    }

    /** Whether every draw takes the most likely token. */
    public boolean greedy() {
        return temperature == 0;
    }
}
