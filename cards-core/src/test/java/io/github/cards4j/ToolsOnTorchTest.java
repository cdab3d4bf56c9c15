package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.template.ExpectedTemplates;
import io.github.cards4j.tools.ToolChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small random model, which writes nonsense, held to the forms of tool calls: as plain text and as special tokens. */
class ToolsOnTorchTest {

    private static final int SEEDS = 50;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final List<ToolSpec> TOOLS = List.of(
            new ToolSpec(
                    "weather",
                    "Tells the weather.",
                    "{\"type\":\"object\",\"properties\":{\"place\":{\"enum\":[\"Rome\",\"Zürich\"]},"
                            + "\"days\":{\"type\":\"integer\"},\"fine\":{\"type\":\"boolean\"}},\"required\":[\"place\"]}"),
            new ToolSpec(
                    "note",
                    null,
                    "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}"),
            new ToolSpec("now", null, ToolSpec.NO_PARAMETERS));

    @TempDir
    Path folder;

    /** The golden model with a template of the form, and some of its tokens named as the form's. */
    private Cards open(String template, String start, String think) throws IOException {
        Path golden = Path.of(Objects.requireNonNull(ToolsOnTorchTest.class.getResource("golden/tied/config.json"))
                        .getPath())
                .getParent();
        Files.copy(golden.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        Files.copy(golden.resolve("generation_config.json"), folder.resolve("generation_config.json"));
        Files.writeString(
                folder.resolve("config.json"),
                Files.readString(golden.resolve("config.json"))
                        .replace("\"max_position_embeddings\": 256", "\"max_position_embeddings\": 8192"));
        Files.writeString(
                folder.resolve("tokenizer.json"),
                Files.readString(golden.resolve("tokenizer.json"))
                        .replace("<|im_start|>", start)
                        .replace("</think>", think.startsWith("<") ? "</" + think.substring(1) : "unused")
                        .replace("<think>", think));
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<|endoftext|>\", \"eos_token\": \"<|im_end|>\"}");
        Files.writeString(folder.resolve("chat_template.jinja"), ExpectedTemplates.resource(template + ".jinja"));
        return Cards.open(CardsOptions.builder()
                .llm(folder.toString())
                .dtype("float32")
                .threads(1)
                .defaults(GenerationOptions.builder()
                        .maxNewTokens(200)
                        .temperature(1.0)
                        .topK(0)
                        .build())
                .build());
    }

    @ParameterizedTest
    @CsvSource({
        "qwen2.5, <|im_start|>, <think>, hermes",
        "qwen2.5, <|im_start|>, <tool_call>, hermes",
        "smollm3, <|im_start|>, <tool_call>, hermes",
        "smollm2-tool-use, <|im_start|>, <think>, smollm2",
        "llama-3.1, <|im_start|>, <think>, llama",
        "llama-3.2, <|python_tag|>, <think>, llama",
        "mistral-tools, [TOOL_CALLS], <think>, mistral",
        "mistral-args, [TOOL_CALLS], [ARGS], mistral-args"
    })
    void callsAreValidWhateverTheModelIs(String template, String start, String think, String form) throws Exception {
        Set<String> names = new HashSet<>();
        try (Cards cards = open(template, start, think)) {
            assertThat(cards.toolForm()).isEqualTo(form);
            List<Generation> running = new ArrayList<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                CardsRequest request = CardsRequest.of("Coat?")
                        .with(TOOLS, ToolChoice.REQUIRED)
                        .with(GenerationOptions.builder().seed(seed).build());
                running.add(cards.start(request, DecodingListener.NONE));
            }
            for (Generation answer : running) {
                CardsResponse response = answer.future().get();
                assertThat(response.toolCalls()).isNotEmpty();
                assertThat(response.text()).isBlank();
                for (ToolCall call : response.toolCalls()) {
                    names.add(call.name());
                    requireFits(call);
                }
            }
        }
        assertThat(names).containsExactlyInAnyOrder("weather", "note", "now");
    }

    private static void requireFits(ToolCall call) throws IOException {
        JsonNode arguments = MAPPER.readTree(call.argumentsJson());
        assertThat(arguments.isObject()).isTrue();
        switch (call.name()) {
            case "weather" -> {
                assertThat(arguments.path("place").textValue()).isIn("Rome", "Zürich");
                assertThat(!arguments.has("days") || arguments.get("days").isIntegralNumber())
                        .isTrue();
                assertThat(!arguments.has("fine") || arguments.get("fine").isBoolean())
                        .isTrue();
            }
            case "note" -> assertThat(arguments.path("text").isTextual()).isTrue();
            case "now" -> assertThat(arguments).isEmpty();
            default -> throw new AssertionError("no such tool: " + call);
        }
    }
}
