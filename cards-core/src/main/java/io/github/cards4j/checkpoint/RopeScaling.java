package io.github.cards4j.checkpoint;

/**
 * How rotary positions are stretched beyond the length that a model was first trained on.
 *
 * <p>{@link Type#LLAMA3}: a frequency whose wavelength is below {@code originalMaxPositions / highFrequencyFactor} stays,
 * one above {@code originalMaxPositions / lowFrequencyFactor} is divided by {@code factor}, and those between are blended
 * linearly. {@link Type#LINEAR}: every frequency is divided by {@code factor}; the other values are not used.
 *
 * @param type the rule
 * @param factor at least 1
 * @param lowFrequencyFactor above 0
 * @param highFrequencyFactor above {@code lowFrequencyFactor}
 * @param originalMaxPositions positions of the first training, above 0
 */
public record RopeScaling(
        Type type, double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions) {

    /** The rules that are known. */
    public enum Type {
        LLAMA3,
        LINEAR
    }

    /** The rule {@code linear}. */
    public static RopeScaling linear(double factor) {
        return new RopeScaling(Type.LINEAR, factor, 1, 1, 1);
    }

    /** The rotary frequency that takes the place of {@code frequency} (radians per position). */
    public double apply(double frequency) {
        if (type == Type.LINEAR) {
            return frequency / factor;
        }
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < originalMaxPositions / highFrequencyFactor) {
            return frequency;
        }
        if (wavelength > originalMaxPositions / lowFrequencyFactor) {
            return frequency / factor;
        }
        double smooth =
                (originalMaxPositions / wavelength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
        return (1 - smooth) * frequency / factor + smooth * frequency;
    }
}
