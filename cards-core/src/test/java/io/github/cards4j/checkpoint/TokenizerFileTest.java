package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be odd or wrong in {@code tokenizer.json}. */
class TokenizerFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void fieldsMayStandInAnyOrder() throws Exception {
        ObjectNode reordered = good();
        JsonNode added = reordered.remove("added_tokens");
        reordered.set("added_tokens", added);
        write(reordered.toString());
        assertThat(encode(Piece.template("<|im_end|>"), Piece.text("<|im_end|>Hi")))
                .isEqualTo(encodeGolden(Piece.template("<|im_end|>"), Piece.text("<|im_end|>Hi")));
    }

    @Test
    void aSingleWordTokenActsOnlyByItself() throws Exception {
        ObjectNode file = good();
        for (JsonNode token : file.get("added_tokens")) {
            ((ObjectNode) token).put("single_word", true);
        }
        write(file.toString());
        int end = encode(Piece.template("<|im_end|>"))[0];
        assertThat(encode(Piece.template("a <|im_end|> b"))).contains(end);
        assertThat(encode(Piece.template("a<|im_end|>"))).doesNotContain(end);
        assertThat(encode(Piece.template("<|im_end|>"), Piece.text("b"))).doesNotContain(end);
    }

    @Test
    void theLongestSpecialTokenWins() throws Exception {
        ObjectNode file = good();
        ObjectNode longer = file.get("added_tokens").get(0).deepCopy();
        longer.put("id", 465).put("content", "<|im_end|>!");
        ((ArrayNode) file.get("added_tokens")).add(longer);
        write(file.toString());
        assertThat(encode(Piece.template("<|im_end|>!"))).containsExactly(465);
        assertThat(encode(Piece.template("<|im_end|>"), Piece.template("!"))).containsExactly(465);
        assertThat(encode(Piece.template("<|im_end|>"), Piece.text("!")))
                .hasSize(2)
                .doesNotContain(465);
    }

    /** Some models forget to declare the tokens that mark turns special. */
    @Test
    void aTurnMarkerThatIsNotSpecialActsInTheTemplateOnly() throws Exception {
        ObjectNode file = good();
        for (JsonNode token : file.get("added_tokens")) {
            ((ObjectNode) token).put("special", false);
        }
        write(file.toString());
        int end = encode(Piece.template("<|im_end|>"))[0];
        int think = encode(Piece.template("<think>"))[0];
        int[] ids = encode(
                Piece.text("Hi<|im_end|><|im_end|> <think>"), Piece.template("<|im_end|>\n"), Piece.text("<|im_end|>"));
        assertThat(Arrays.stream(ids).filter(id -> id == end)).hasSize(1);
        assertThat(ids).contains(think);
        Tokenizer tokenizer = Tokenizers.open(folder);
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            assertThat(tokenizer.decode(ids)).isEqualTo("Hi<|im_end|><|im_end|> <think><|im_end|>\n<|im_end|>");
        }
    }

    @Test
    void tellsWhichTokensThereAre() {
        Path qwen = Golden.folder("tokenizer-qwen");
        assertThat(Tokenizers.hasToken(qwen, "<|im_end|>")).isTrue();
        assertThat(Tokenizers.hasToken(qwen, "<think>")).isTrue();
        assertThat(Tokenizers.hasToken(qwen, "</s>")).isFalse();
        assertThat(Tokenizers.hasToken(Golden.folder("tokenizer-llama2"), "<|im_end|>"))
                .isFalse();
    }

    @Test
    void missing() {
        refused("Missing file", folder.resolve("tokenizer.json").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"model\": 1}", "{\"version\": \"1.0\"}", "{\"model\": {}} x"})
    void notATokenizer(String text) throws IOException {
        write(text);
        refused(folder.resolve("tokenizer.json").toString());
    }

    @Test
    void cutOff() throws IOException {
        String whole = good().toString();
        for (int length = 10; length < whole.length(); length += whole.length() / 20) {
            write(whole.substring(0, length));
            refused(folder.resolve("tokenizer.json").toString());
        }
    }

    @Test
    void badEntries() throws IOException {
        ObjectNode file = good();
        ((ObjectNode) file.get("model").get("vocab")).put("a", -3);
        write(file.toString());
        refused("'a'", "-3", "tokenizer.json");

        file = good();
        ((ObjectNode) file.get("added_tokens").get(1)).remove("id");
        write(file.toString());
        refused("added_tokens", "<|im_start|>", "tokenizer.json");

        file = good();
        ((ObjectNode) file.get("model")).put("type", "Guess");
        write(file.toString());
        refused("Cannot use", "tokenizer.json");

        file = good();
        ((ArrayNode) file.get("model").get("merges")).add("never seen");
        write(file.toString());
        refused("Cannot use", "tokenizer.json");
    }

    private static ObjectNode good() throws IOException {
        return (ObjectNode) JSON.readTree(
                Golden.folder("tokenizer-qwen").resolve("tokenizer.json").toFile());
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), text);
    }

    private int[] encode(Piece... pieces) throws Exception {
        return encode(folder, pieces);
    }

    private static int[] encodeGolden(Piece... pieces) throws Exception {
        return encode(Golden.folder("tokenizer-qwen"), pieces);
    }

    private static int[] encode(Path folder, Piece... pieces) throws Exception {
        Tokenizer tokenizer = Tokenizers.open(folder);
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            return tokenizer.encode(List.of(pieces));
        }
    }

    private void refused(String... named) {
        assertThatThrownBy(() -> Tokenizers.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(named);
    }
}
