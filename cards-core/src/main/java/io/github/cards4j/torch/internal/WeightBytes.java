package io.github.cards4j.torch.internal;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.TensorInfo;
import io.github.cards4j.torch.internal.WeightPlan.Matrix;

/** How much memory weights will take, before any is read: that of the matrices; all else is less than a hundredth. */
public final class WeightBytes {

    private static final int FLOAT32_BYTES = 4;
    private static final int HALF_BYTES = 2;

    private WeightBytes() {}

    public static long of(Checkpoint checkpoint, TorchSettings settings) {
        WeightPlan plan = WeightPlan.of(checkpoint, checkpoint.config(), 0);
        Matrix embedding = plan.embedding();
        Matrix own = plan.head();
        long elements = elements(embedding) + (own == null ? 0 : elements(own));
        if (settings.packed() && checkpoint.config().kind() == Kind.CAUSAL_LM) {
            // The head is there twice: as it lies in the file, and packed.
            elements += elements(own == null ? embedding : own);
        }
        for (var layer : plan.layers()) {
            for (var part : layer) {
                elements += part instanceof Matrix matrix ? elements(matrix) : 0;
            }
        }
        return elements * (settings.dtype() == DtypeNumber.FLOAT32 ? FLOAT32_BYTES : HALF_BYTES);
    }

    private static long elements(Matrix matrix) {
        long elements = 0;
        for (TensorInfo tensor : matrix.tensors()) {
            elements += (tensor.end() - tensor.begin()) / tensor.dtype().bytes();
        }
        return elements;
    }
}
