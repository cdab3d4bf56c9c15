package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.checkpoint.internal.ConfigReader;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings of {@code config.json}, and every error in one. */
class ConfigTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LLAMA = """
            {"architectures": ["LlamaForCausalLM"], "hidden_size": 64, "intermediate_size": 128,
             "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 100}
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsAbsentHasTheOriginalsDefault() throws IOException {
        ModelConfig config = read(LLAMA);
        assertThat(config.kvHeads()).isEqualTo(4);
        assertThat(config.headDim()).isEqualTo(16);
        assertThat(config.rmsNormEps()).isEqualTo(1e-6);
        assertThat(config.ropeTheta()).isEqualTo(10000);
        assertThat(config.ropeScaling()).isNull();
        assertThat(config.tiedEmbeddings()).isFalse();
        assertThat(config.maxPositions()).isEqualTo(2048);
        assertThat(config.endTokens()).isEmpty();
        assertThat(config.padToken()).isEqualTo(-1);
        assertThat(config.labels()).isEmpty();
        assertThat(config.switches()).isEqualTo(Switches.plain(16));
    }

    @Test
    void readsRotaryPositionsOfOldAndNewSpelling() throws IOException {
        String scaling = "\"rope_type\": \"llama3\", \"factor\": 32.0, \"low_freq_factor\": 1.0,"
                + " \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 8192";
        ModelConfig old = read(with("rope_theta", "500000.0", "rope_scaling", "{" + scaling + "}"));
        ModelConfig now = read(with("rope_parameters", "{\"rope_theta\": 500000.0, " + scaling + "}"));
        assertThat(now).isEqualTo(old);
        assertThat(now.ropeTheta()).isEqualTo(500000);
        assertThat(now.ropeScaling()).isEqualTo(new RopeScaling(RopeScaling.Type.LLAMA3, 32, 1, 4, 8192));
        ModelConfig plain = read(with("rope_parameters", "{\"rope_type\": \"default\", \"rope_theta\": 20000}"));
        assertThat(plain.ropeTheta()).isEqualTo(20000);
        assertThat(plain.ropeScaling()).isNull();
        assertThat(read(with("rope_scaling", "{\"type\": \"linear\", \"factor\": 2}"))
                        .ropeScaling())
                .isEqualTo(RopeScaling.linear(2));
    }

    /** Values that transformers 4.57 computes for Llama 3.2's configuration. */
    @Test
    void scalesFrequenciesAsTheOriginal() {
        RopeScaling scaling = new RopeScaling(RopeScaling.Type.LLAMA3, 32, 1, 4, 8192);
        double[][] pairs = {
            {1.0, 1.0},
            {0.0032114461064338684, 0.0032114461064338684},
            {0.002131119603291154, 0.0012905480107292533},
            {0.001414213445968926, 0.000429556705057621},
            {0.0009384738514199853, 9.708286233944818e-05},
            {0.0006227724370546639, 1.9461638657958247e-05},
            {3.01385807688348e-06, 9.418306490260875e-08},
        };
        for (double[] pair : pairs) {
            assertThat(scaling.apply(pair[0])).isCloseTo(pair[1], withPercentage(1e-3));
        }
        assertThat(RopeScaling.linear(4).apply(0.5)).isEqualTo(0.125);
    }

    @Test
    void endTokensComeFromBothFiles() throws IOException {
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [7, 9]}");
        assertThat(read(with("eos_token_id", "2")).endTokens()).containsExactlyInAnyOrder(2, 7, 9);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 100}");
        assertThatThrownBy(() -> read(LLAMA))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("eos_token_id")
                .hasMessageContaining("generation_config.json")
                .hasMessageContaining("100");
    }

    @Test
    void padTokenMayBeMissingOrBeyondTheVocabulary() throws IOException {
        assertThat(read(with("pad_token_id", "-1")).padToken()).isEqualTo(-1);
        assertThat(read(with("pad_token_id", "100")).padToken()).isEqualTo(100);
    }

    @Test
    void labelsOfARewardModel() throws IOException {
        String reward = "[\"LlamaForSequenceClassification\"]";
        assertThat(read(with("architectures", reward, "id2label", "{\"0\": \"good\"}"))
                        .labels())
                .containsExactly("good");
        assertThat(read(with("architectures", reward, "num_labels", "1")).labels())
                .containsExactly("LABEL_0");
        assertThat(read(with("architectures", reward)).labels()).containsExactly("LABEL_0", "LABEL_1");
        assertThat(read(with("architectures", reward, "id2label", "{\"1\": \"b\", \"0\": \"a\"}"))
                        .labels())
                .containsExactly("a", "b");
        for (String wrong : new String[] {"{}", "{\"1\": \"b\"}", "{\"0\": 1}"}) {
            assertThatThrownBy(() -> read(with("architectures", reward, "id2label", wrong)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("id2label");
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "architectures       | [\"GPT2LMHeadModel\"]                      | GPT2LMHeadModel",
                "architectures       | []                                         | LlamaForCausalLM",
                "architectures       | \"LlamaForCausalLM\"                       | LlamaForSequenceClassification",
                "attention_bias      | 1                                          | true or false",
                "mlp_bias            | \"no\"                                     | true or false",
                "hidden_act          | \"relu\"                                   | \"relu\"",
                "quantization_config | {\"quant_method\": \"gptq\"}               | gptq",
                "hidden_size         | \"64\"                                     | \"64\"",
                "hidden_size         | 0                                          | whole number",
                "hidden_size         | 66                                         | num_attention_heads",
                "hidden_size         | 12                                         | even",
                "head_dim            | 7                                          | even",
                "num_attention_heads | 2.5                                        | 2.5",
                "num_key_value_heads | 3                                          | num_attention_heads, 4",
                "vocab_size          | -1                                         | -1",
                "vocab_size          | 99999999999                                | 99999999999",
                "rms_norm_eps        | 0                                          | above 0",
                "rope_theta          | \"big\"                                    | above 0",
                "rope_scaling        | \"linear\"                                 | an object",
                "rope_scaling        | {\"rope_type\": \"yarn\", \"factor\": 2}   | \"yarn\"",
                "rope_scaling        | {\"type\": \"dynamic\", \"factor\": 2}     | \"dynamic\"",
                "rope_scaling        | {\"rope_type\": \"linear\"}                | factor",
                "rope_scaling        | {\"rope_type\": \"linear\", \"factor\": 0.5} | 0.5",
                "rope_parameters     | {\"partial_rotary_factor\": 0.5}           | partial_rotary_factor",
                "rope_parameters     | {\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 4,"
                        + " \"high_freq_factor\": 1} | low_freq_factor, 4",
                "rope_parameters     | {\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 1,"
                        + " \"high_freq_factor\": 4} | original_max_position_embeddings",
                "eos_token_id        | [1, \"</s>\"]                              | </s>",
                "eos_token_id        | 100                                        | 100",
                "pad_token_id        | -2                                         | -2",
            })
    void namesTheFieldAndTheValue(String field, String value, String named) {
        assertThatThrownBy(() -> read(with(field, value)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(folder.resolve("config.json").toString())
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "architectures",
                "hidden_size",
                "intermediate_size",
                "num_hidden_layers",
                "num_attention_heads",
                "vocab_size"
            })
    void namesAMissingField(String field) {
        assertThatThrownBy(() -> read(with(field, "null")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(field)
                .hasMessageContainingAll("issing", "config.json");
    }

    @Test
    void namesAFileThatIsMissingOrNotJson() {
        assertThatThrownBy(() -> ConfigReader.read(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("Missing file " + folder.resolve("config.json"));
        for (String text : new String[] {"", "[1]", "{\"a\": 1", "{\"a\": 1} {}", "{\"a\": 1, \"a\": 2}", "<html>"}) {
            assertThatThrownBy(() -> read(text))
                    .as(text)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(folder.resolve("config.json").toString())
                    .hasMessageContaining("JSON");
        }
    }

    private ModelConfig read(String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        return ConfigReader.read(folder);
    }

    private static String with(String... fieldsAndValues) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(LLAMA);
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            config.set(fieldsAndValues[i], JSON.readTree(fieldsAndValues[i + 1]));
        }
        return config.toString();
    }
}
