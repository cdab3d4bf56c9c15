package io.github.cards4j.torch.internal;

import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.RopeScaling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frequencies of rotary positions, radians per position, in float32 as the original computes them. */
final class Frequencies {

    private Frequencies() {}

    /** The model's; then those of layers with a window, if these have their own. Each is half a head long. */
    static List<float[]> of(ModelConfig config) {
        float[] all = of(config.headDim(), config.ropeTheta(), config.ropeScaling());
        double windowed = config.switches().windowedRopeTheta();
        return windowed == 0 ? List.of(all) : List.of(all, of(config.headDim(), windowed, null));
    }

    /** modeling_rope_utils.py */
    private static float[] of(int dim, double theta, @Nullable RopeScaling scaling) {
        float[] f = new float[dim / 2];
        for (int i = 0; i < f.length; i++) {
            float plain = 1f / (float) Math.pow(theta, 2.0 * i / dim);
            f[i] = scaling == null ? plain : (float) scaling.apply(plain);
        }
        return f;
    }
}
