package io.github.cards4j.torch.internal;

import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.Switches;

/** A model's shape and switches as the program's arguments {@code ints} and {@code reals}. */
final class ProgramSwitches {

    /** Where in {@code ints} the layers begin. */
    private static final int LAYERS = 6;

    private ProgramSwitches() {}

    static long[] ints(ModelConfig config) {
        Switches s = config.switches();
        long[] ints = new long[LAYERS + config.layers()];
        ints[0] = config.heads();
        ints[1] = config.kvHeads();
        ints[2] = s.queryKeyValueBias() || s.outputBias() || s.feedForwardBias() ? 1 : 0;
        ints[3] = s.queryKeyNorms() ? 1 : 0;
        ints[4] = s.postNorms() ? 1 : 0;
        ints[5] = switch (s.activation()) {
            case SILU -> 0;
            case GELU_TANH -> 1;
            case GELU -> 2;
        };
        s.windowedLayers().stream().filter(i -> i < config.layers()).forEach(i -> ints[LAYERS + i] = 1);
        return ints;
    }

    static double[] reals(ModelConfig config) {
        Switches s = config.switches();
        return new double[] {config.rmsNormEps(), s.attentionScale(), s.embeddingScale(), s.attentionCap(), s.logitCap()
        };
    }
}
