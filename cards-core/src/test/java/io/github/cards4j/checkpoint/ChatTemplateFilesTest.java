package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateFilesTest {

    @TempDir
    Path folder;

    private ChatTemplateFiles read(String config) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), config);
        return ChatTemplateFiles.read(folder);
    }

    @Test
    void nothingThere() {
        assertThat(ChatTemplateFiles.read(folder)).isEqualTo(new ChatTemplateFiles(Map.of(), Map.of()));
    }

    @Test
    void oneInTheConfiguration() throws IOException {
        ChatTemplateFiles files = read("""
                {"chat_template": "a {{ b }}", "bos_token": "<s>", "pad_token": null,
                 "eos_token": {"content": "</s>", "lstrip": false},
                 "additional_special_tokens": ["<a>", {"content": "<b>"}], "extra_special_tokens": {"image_token": "<i>"}}
                """);
        assertThat(files.templates()).isEqualTo(Map.of("default", "a {{ b }}"));
        assertThat(files.specialTokens())
                .isEqualTo(Map.of(
                        "bos_token",
                        "<s>",
                        "eos_token",
                        "</s>",
                        "additional_special_tokens",
                        List.of("<a>", "<b>"),
                        "image_token",
                        "<i>"));
    }

    @Test
    void severalInTheConfiguration() throws IOException {
        assertThat(read("""
                {"chat_template": [{"name": "default", "template": "a"}, {"name": "tool_use", "template": "b"}]}
                """).templates()).isEqualTo(Map.of("default", "a", "tool_use", "b"));
    }

    @Test
    void filesCountBeforeTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "é\n");
        Files.createDirectory(folder.resolve("additional_chat_templates"));
        Files.writeString(folder.resolve("additional_chat_templates/rag.jinja"), "rag");
        assertThat(read("{\"chat_template\": \"old\", \"bos_token\": \"<s>\"}"))
                .isEqualTo(new ChatTemplateFiles(Map.of("default", "é\n", "rag", "rag"), Map.of("bos_token", "<s>")));
    }

    @Test
    void theOlderMapFillsIn() throws IOException {
        Files.writeString(
                folder.resolve("special_tokens_map.json"),
                "{\"bos_token\": \"<old>\", \"eos_token\": {\"content\": \"<e>\"}}");
        assertThat(read("{\"bos_token\": \"<new>\"}").specialTokens())
                .isEqualTo(Map.of("bos_token", "<new>", "eos_token", "<e>"));
    }

    @Test
    void theClassOfTheTokenizerFillsInTheRest() throws IOException {
        assertThat(read("{\"tokenizer_class\": \"LlamaTokenizerFast\", \"bos_token\": null, \"eos_token\": \"<e>\"}")
                        .specialTokens())
                .isEqualTo(Map.of("eos_token", "<e>", "unk_token", "<unk>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{}", "[7]", "[{\"name\": \"a\"}]", "{\"a\": {\"name\": \"a\", \"template\": \"b\"}}"})
    void malformed(String template) {
        assertThatThrownBy(() -> read("{\"chat_template\": " + template + "}"))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("chat_template", "tokenizer_config.json");
    }

    @Test
    void notText() throws IOException {
        Files.write(folder.resolve("chat_template.jinja"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> ChatTemplateFiles.read(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("chat_template.jinja");
    }
}
