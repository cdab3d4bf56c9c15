package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.ModelConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimate equals a count by the shapes that a configuration gives. */
class WeightBytesTest {

    private static final TorchSettings FLOAT32 = new TorchSettings("cpu", DtypeNumber.FLOAT32, Products.PLAIN);
    private static final TorchSettings PACKED = new TorchSettings("cpu", DtypeNumber.FLOAT32, Products.PACKED);
    private static final TorchSettings HALF = new TorchSettings("cpu", DtypeNumber.BFLOAT16, Products.PLAIN);

    private static long layers(ModelConfig c) {
        long attention = 2L * c.hiddenSize() * c.headDim() * (c.heads() + c.kvHeads());
        return c.layers() * (attention + 3L * c.hiddenSize() * c.intermediateSize());
    }

    private static long embedding(ModelConfig c) {
        return (long) c.vocabularySize() * c.hiddenSize();
    }

    @Test
    void aTiedHeadIsTheEmbeddingUnlessItIsPacked() {
        Checkpoint tied = Checkpoint.open(Golden.folder("tied"));
        ModelConfig c = tied.config();
        assertThat(c.tiedEmbeddings()).isTrue();
        assertThat(WeightBytes.of(tied, FLOAT32)).isEqualTo(4 * (embedding(c) + layers(c)));
        assertThat(WeightBytes.of(tied, PACKED)).isEqualTo(4 * (2 * embedding(c) + layers(c)));
    }

    @Test
    void aRewardModelHasAHeadOfOneRow() {
        Checkpoint reward = Checkpoint.open(Golden.folder("reward"));
        ModelConfig c = reward.config();
        long expected = 4 * (embedding(c) + layers(c) + c.hiddenSize());
        assertThat(WeightBytes.of(reward, FLOAT32)).isEqualTo(expected);
        assertThat(WeightBytes.of(reward, PACKED)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "bfloat16"})
    void theDevicesTypeCountsNotTheFiles(String name) {
        Checkpoint checkpoint = Checkpoint.open(Golden.folder(name));
        assertThat(WeightBytes.of(checkpoint, HALF)).isEqualTo(WeightBytes.of(checkpoint, FLOAT32) / 2);
    }
}
