package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    @TempDir
    Path temp;

    @Test
    void readsALanguageModel() {
        Checkpoint tied = Checkpoint.open(Golden.folder("tied"));
        assertThat(tied.name()).isEqualTo("tied");
        assertThat(tied.config())
                .isEqualTo(new ModelConfig(
                        "LlamaForCausalLM",
                        32,
                        80,
                        2,
                        4,
                        2,
                        8,
                        301,
                        1e-5,
                        10000,
                        null,
                        true,
                        256,
                        Set.of(298),
                        296,
                        List.of(),
                        Kind.CAUSAL_LM,
                        Switches.plain(8)));
        TensorInfo embedding = tied.tensor("model.embed_tokens.weight", 301, 32);
        assertThat(embedding.dtype()).isEqualTo(Dtype.F32);
        assertThat(embedding.end() - embedding.begin()).isEqualTo(301 * 32 * 4);
        assertThat(tied.has("lm_head.weight")).isFalse();
        assertThat(tied.tensors()).hasSize(2 + 2 * 9);
    }

    @Test
    void readsARewardModel() {
        Checkpoint reward = Checkpoint.open(Golden.folder("reward"));
        assertThat(reward.config().kind()).isEqualTo(Kind.SEQUENCE_CLASSIFICATION);
        assertThat(reward.config().labels()).hasSize(1);
        assertThat(reward.tensor("score.weight", 1, 32).shape()).isEqualTo(List.of(1L, 32L));
    }

    @Test
    void aLabelChoosesTheOutput() {
        Checkpoint one = Checkpoint.open(Golden.folder("reward"));
        assertThat(one.label(null)).isZero();
        assertThat(one.label("LABEL_0")).isZero();
        Checkpoint several = Checkpoint.open(Golden.folder("family-llama-labels"));
        assertThat(several.label("truth")).isEqualTo(2);
        for (String label : new String[] {null, "kindness"}) {
            assertThatThrownBy(() -> several.label(label))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll(
                            "3 outputs: help, harm, truth", label == null ? "rewardLabel" : "'kindness'");
        }
    }

    @Test
    void readsShardsHalfTypesAndOddHeads() {
        Checkpoint sharded = Checkpoint.open(Golden.folder("sharded"));
        assertThat(sharded.tensors().stream().map(TensorInfo::file).distinct()).hasSize(3);
        assertThat(sharded.tensor("lm_head.weight", 96, 32).file()).hasFileName("model-00003-of-00003.safetensors");
        assertThat(Checkpoint.open(Golden.folder("bfloat16"))
                        .tensor("model.norm.weight", 32)
                        .dtype())
                .isEqualTo(Dtype.BF16);
        assertThat(Checkpoint.open(Golden.folder("float16"))
                        .tensor("model.norm.weight", 32)
                        .dtype())
                .isEqualTo(Dtype.F16);
        Checkpoint headDim = Checkpoint.open(Golden.folder("head-dim"));
        assertThat(headDim.config().headDim()).isEqualTo(16);
        assertThat(headDim.config().hiddenSize()).isEqualTo(48);
        assertThat(headDim.config().endTokens()).containsExactlyInAnyOrder(2, 5);
        headDim.tensor("model.layers.1.self_attn.q_proj.weight", 64, 48);
    }

    @Test
    void readsRopeScaling() {
        assertThat(Checkpoint.open(Golden.folder("llama3-rope")).config().ropeScaling())
                .isEqualTo(new RopeScaling(RopeScaling.Type.LLAMA3, 8, 1, 4, 64));
        assertThat(Checkpoint.open(Golden.folder("linear-rope")).config().ropeScaling())
                .isEqualTo(RopeScaling.linear(4));
    }

    @Test
    void namesAMissingFolderTensorAndAWrongShape() {
        assertThatThrownBy(() -> Checkpoint.open(temp.resolve("nowhere")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(temp.resolve("nowhere").toString());
        Checkpoint tied = Checkpoint.open(Golden.folder("tied"));
        assertThatThrownBy(() -> tied.tensor("lm_head.weight", 301, 32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("'lm_head.weight'")
                .hasMessageContaining(tied.folder().toString());
        assertThatThrownBy(() -> tied.tensor("model.norm.weight", 33))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("'model.norm.weight'")
                .hasMessageContaining("[32]")
                .hasMessageContaining("[33]")
                .hasMessageContaining("model.safetensors");
    }

    @Test
    void contentKeyChangesWithAnyPartOfTheModelAndNotWithItsPlace() throws IOException {
        Path folder = Golden.copy("tied", temp.resolve("a"));
        String key = Checkpoint.open(folder).contentKey();
        assertThat(key).matches("[0-9a-f]{32}");
        assertThat(Checkpoint.open(Golden.copy("tied", temp.resolve("b"))).contentKey())
                .isEqualTo(key);

        TensorInfo norm = Checkpoint.open(folder).tensor("model.norm.weight", 32);
        byte[] weights = Files.readAllBytes(norm.file());
        weights[(int) norm.begin() + 64] ^= 1;
        Files.write(norm.file(), weights);
        String trained = Checkpoint.open(folder).contentKey();
        assertThat(trained).isNotEqualTo(key);

        Files.writeString(folder.resolve("tokenizer.json"), " ", StandardOpenOption.APPEND);
        assertThat(Checkpoint.open(folder).contentKey()).isNotEqualTo(trained);
    }
}
