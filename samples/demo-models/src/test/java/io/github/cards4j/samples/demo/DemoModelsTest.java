package io.github.cards4j.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoModelsTest {

    @Test
    void plainFilesOnTheClassPathAreUsedInPlace() {
        assertThat(DemoModels.llm((file, done, total) -> {
                    throw new AssertionError("unpacked " + file);
                }))
                .isDirectoryContaining("glob:**/model.safetensors")
                .endsWith(Path.of("io/github/cards4j/demo/llm"));
        assertThat(DemoModels.reward()).isDirectoryContaining("glob:**/model.safetensors");
    }

    @Test
    void bothModelsAreSmallLlamasWithOneTokenizer() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode llm = json.readTree(DemoModels.llm().resolve("config.json").toFile());
        JsonNode reward =
                json.readTree(DemoModels.reward().resolve("config.json").toFile());
        assertThat(llm.path("architectures").path(0).asText()).isEqualTo("LlamaForCausalLM");
        assertThat(reward.path("architectures").path(0).asText()).isEqualTo("LlamaForSequenceClassification");
        assertThat(reward.path("hidden_size").asInt())
                .isLessThanOrEqualTo(llm.path("hidden_size").asInt());
        assertThat(llm.path("num_key_value_heads").asInt())
                .isLessThan(llm.path("num_attention_heads").asInt());
        assertThat(Files.mismatch(
                        DemoModels.llm().resolve("tokenizer.json"),
                        DemoModels.reward().resolve("tokenizer.json")))
                .isEqualTo(-1);
    }

    @Test
    void bothModelsFitIntoASmallJar() throws IOException {
        long bytes = Files.size(DemoModels.llm().resolve("model.safetensors"))
                + Files.size(DemoModels.reward().resolve("model.safetensors"));
        assertThat(bytes).isBetween(1_000_000L, 11_000_000L);
    }
}
