package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of tokens, put together, are what the original library decodes. */
class TokenBytesTest {

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "smollm", "llama2", "phi3", "lstrip", "metaspace-first", "unigram"})
    void bytesMakeTheText(String kind) throws Exception {
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-" + kind));
        boolean stripped = !kind.equals("qwen") && !kind.equals("smollm");
        int compared = 0;
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            for (JsonNode each : Golden.expected("tokenizer-" + kind).get("texts")) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                for (JsonNode id : each.get("ids")) {
                    byte[] own = tokenizer.bytes(id.intValue());
                    bytes.writeBytes(own == null ? new byte[0] : own);
                }
                String text = bytes.toString(StandardCharsets.UTF_8);
                String decoded = each.get("decoded").textValue();
                assertThat(stripped && text.startsWith(" ") ? text.substring(1) : text)
                        .isEqualTo(decoded);
                compared++;
            }
            tokenizer.specialTokens().forEach((name, id) -> assertThat(tokenizer.bytes(id))
                    .as(name)
                    .isNull());
            assertThat(tokenizer.specialTokens()).isNotEmpty();
            assertThat(tokenizer.bytes(-1)).isNull();
            assertThat(tokenizer.bytes(tokenizer.size())).isNull();
        }
        assertThat(compared).isGreaterThan(10);
    }

    @Test
    void anUnknownDecoderIsRefused(@TempDir Path folder) throws Exception {
        Path file = Golden.copy("tokenizer-smollm", folder.resolve("model")).resolve("tokenizer.json");
        String json = Files.readString(file);
        int decoder = json.indexOf("\"decoder\"");
        int end = json.indexOf('}', decoder);
        Files.writeString(file, json.substring(0, decoder) + "\"decoder\":{\"type\":\"Fuse\"" + json.substring(end));
        Tokenizer tokenizer = Tokenizers.open(file.getParent());
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            assertThatThrownBy(() -> tokenizer.bytes(1))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll("[Fuse]", "ByteLevel");
        }
    }
}
