package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.Switches.Activation;
import io.github.cards4j.checkpoint.internal.ConfigReader;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each family's configuration class in transformers 4.57 makes of a {@code config.json} that says little. */
class FamilyConfigTest {

    @TempDir
    Path folder;

    @Test
    void mistral() throws IOException {
        ModelConfig silent = read("MistralForCausalLM", "\"num_attention_heads\": 16");
        assertThat(silent.kvHeads()).isEqualTo(8);
        assertThat(silent.headDim()).isEqualTo(4);
        assertThat(silent.maxPositions()).isEqualTo(131072);
        assertThat(silent.tiedEmbeddings()).isFalse();
        assertThat(silent.switches().window()).isEqualTo(4096);
        assertThat(silent.switches().windowedLayers()).isEqualTo(Set.of(0, 1, 2, 3));
        ModelConfig without = read(
                "MistralForCausalLM",
                "\"num_attention_heads\": 16, \"num_key_value_heads\": null, \"sliding_window\": null");
        assertThat(without.kvHeads()).isEqualTo(16);
        assertThat(without.switches()).isEqualTo(Switches.plain(4));
    }

    @Test
    void qwen2() throws IOException {
        String heads = "\"num_attention_heads\": 4, \"num_key_value_heads\": 2";
        ModelConfig silent = read("Qwen2ForCausalLM", heads + ", \"sliding_window\": 4096, \"max_window_layers\": 1");
        assertThat(silent.maxPositions()).isEqualTo(32768);
        assertThat(silent.switches().queryKeyValueBias()).isTrue();
        assertThat(silent.switches().outputBias()).isFalse();
        assertThat(silent.switches().windowedLayers()).isEmpty();
        assertThat(silent.switches().window()).isZero();
        ModelConfig windows =
                read("Qwen2ForCausalLM", heads + ", \"use_sliding_window\": true, \"max_window_layers\": 3");
        assertThat(windows.switches().window()).isEqualTo(4096);
        assertThat(windows.switches().windowedLayers()).containsExactly(3);
        // by default the first 28 layers see all, and this model has four
        assertThat(read("Qwen2ForCausalLM", heads + ", \"use_sliding_window\": true")
                        .switches()
                        .window())
                .isZero();
    }

    @Test
    void qwen3() throws IOException {
        String heads = "\"num_attention_heads\": 4, \"num_key_value_heads\": 2";
        ModelConfig silent = read("Qwen3ForSequenceClassification", heads + ", \"num_labels\": 1");
        assertThat(silent.headDim()).isEqualTo(128);
        assertThat(silent.kind()).isEqualTo(ModelConfig.Kind.SEQUENCE_CLASSIFICATION);
        assertThat(silent.switches().queryKeyNorms()).isTrue();
        assertThat(silent.switches().queryKeyValueBias()).isFalse();
        Switches biased =
                read("Qwen3ForCausalLM", heads + ", \"attention_bias\": true").switches();
        assertThat(biased.queryKeyValueBias()).isTrue();
        assertThat(biased.outputBias()).isTrue();
    }

    @Test
    void gemma2() throws IOException {
        ModelConfig silent = read("Gemma2ForCausalLM", "\"hidden_act\": \"ignored\"");
        assertThat(silent.heads()).isEqualTo(8);
        assertThat(silent.kvHeads()).isEqualTo(4);
        assertThat(silent.headDim()).isEqualTo(256);
        assertThat(silent.tiedEmbeddings()).isTrue();
        assertThat(silent.switches())
                .isEqualTo(new Switches(
                        false,
                        false,
                        false,
                        false,
                        true,
                        true,
                        Activation.GELU_TANH,
                        8,
                        1 / 16.0,
                        50,
                        30,
                        4096,
                        Set.of(0, 2),
                        0));
        Switches uncapped = read(
                        "Gemma2ForCausalLM",
                        "\"attn_logit_softcapping\": null, \"final_logit_softcapping\": null,"
                                + " \"query_pre_attn_scalar\": 144")
                .switches();
        assertThat(uncapped.attentionCap()).isZero();
        assertThat(uncapped.logitCap()).isZero();
        assertThat(uncapped.attentionScale()).isEqualTo(1 / 12.0);
    }

    @Test
    void gemma3() throws IOException {
        ModelConfig silent = read("Gemma3ForCausalLM", "\"sliding_window_pattern\": 2");
        assertThat(silent.ropeTheta()).isEqualTo(1e6);
        assertThat(silent.ropeScaling()).isNull();
        assertThat(silent.switches())
                .isEqualTo(new Switches(
                        false,
                        false,
                        false,
                        true,
                        true,
                        true,
                        Activation.GELU_TANH,
                        8,
                        1 / 16.0,
                        0,
                        0,
                        4096,
                        Set.of(0, 2),
                        10000));
        assertThat(read("Gemma3ForCausalLM", "\"head_dim\": 64").switches().windowedLayers())
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void gemma3BesideAnImageReader() throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["Gemma3ForConditionalGeneration"], "eos_token_id": [1, 106],
                 "text_config": {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 4,
                  "rope_scaling": {"rope_type": "linear", "factor": 8.0}, "sliding_window": 1024}}
                """);
        ModelConfig config = ConfigReader.read(folder);
        assertThat(config.vocabularySize()).isEqualTo(262208);
        assertThat(config.ropeScaling()).isEqualTo(RopeScaling.linear(8));
        assertThat(config.endTokens()).containsExactlyInAnyOrder(1, 106);
        assertThat(config.switches().window()).isEqualTo(1024);
        Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["Gemma3ForConditionalGeneration"], "text_config": {"hidden_size": "big"}}
                """);
        assertThatThrownBy(() -> ConfigReader.read(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("text_config.hidden_size");
    }

    @Test
    void rotaryPositionsOfTwoKindsOfLayersInTheNewerSpelling() throws IOException {
        ModelConfig old = read("Gemma3ForCausalLM", """
                "rope_theta": 50000.0, "rope_local_base_freq": 100.0, "rope_scaling": {"type": "linear", "factor": 4.0}""");
        ModelConfig now = read("Gemma3ForCausalLM", """
                "rope_parameters": {
                  "full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 50000.0},
                  "sliding_attention": {"rope_type": "default", "rope_theta": 100.0}}""");
        assertThat(now).isEqualTo(old);
        assertThat(now.switches().windowedRopeTheta()).isEqualTo(100);
    }

    @Test
    void anUnknownArchitectureIsToldWhatIsSupported() {
        assertThatThrownBy(() -> read("GPT2LMHeadModel", "\"n_embd\": 64"))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(
                        "GPT2LMHeadModel",
                        "LlamaForCausalLM",
                        "LlamaForSequenceClassification",
                        "MistralForCausalLM",
                        "MistralForSequenceClassification",
                        "Qwen2ForCausalLM",
                        "Qwen2ForSequenceClassification",
                        "Qwen3ForCausalLM",
                        "Qwen3ForSequenceClassification",
                        "Gemma2ForCausalLM",
                        "Gemma2ForSequenceClassification",
                        "Gemma3ForCausalLM",
                        "Gemma3ForConditionalGeneration",
                        "Gemma3ForSequenceClassification",
                        "Gemma3TextForSequenceClassification");
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "MistralForCausalLM | layer_types                 | [\"full_attention\"]   | alike",
                "MistralForCausalLM | sliding_window              | 0                      | at least 1",
                "Qwen2ForCausalLM   | use_sliding_window          | \"no\"                 | true or false",
                "Qwen3ForCausalLM   | rope_scaling                | {\"rope_type\": \"yarn\", \"factor\": 4} | yarn",
                "Gemma2ForCausalLM  | layer_types                 | [\"full_attention\"]   | each of the 4 layers",
                "Gemma2ForCausalLM  | layer_types | [\"full_attention\", \"chunked_attention\", \"a\", \"b\"]"
                        + " | chunked_attention",
                "Gemma2ForCausalLM  | attn_logit_softcapping      | -1                     | above 0",
                "Gemma2ForCausalLM  | hidden_activation           | \"relu\"               | gelu_pytorch_tanh",
                "Gemma3ForCausalLM  | use_bidirectional_attention | true                   | left to right",
                "Gemma3ForCausalLM  | attn_logit_softcapping      | 50.0                   | has none",
            })
    void namesTheFieldAndTheValue(String architecture, String field, String value, String named) {
        assertThatThrownBy(() -> read(architecture, "\"num_key_value_heads\": 4, \"" + field + "\": " + value))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(field, folder.resolve("config.json").toString(), named);
    }

    private ModelConfig read(String architecture, String more) throws IOException {
        String heads = more.contains("num_attention_heads") || architecture.startsWith("Gemma")
                ? ""
                : "\"num_attention_heads\": 4, ";
        Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["%s"], "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 4,
                 "vocab_size": 100, %s%s}
                """.formatted(architecture, heads, more));
        return ConfigReader.read(folder);
    }
}
