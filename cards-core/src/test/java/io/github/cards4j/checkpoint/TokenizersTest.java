package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids and texts equal those of the original library, for tokenizers of every kind that model folders have. */
class TokenizersTest {

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "smollm", "llama2", "phi3", "lstrip", "metaspace-first", "unigram"})
    void equalsTheOriginal(String kind) throws Exception {
        JsonNode expected = Golden.expected("tokenizer-" + kind);
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-" + kind));
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            assertThat(tokenizer.size()).isEqualTo(expected.get("size").intValue());
            for (JsonNode each : expected.get("texts")) {
                String text = each.get("text").textValue();
                int[] ids = ids(each);
                assertThat(tokenizer.encode(text)).as("ids of '%s'", text).isEqualTo(ids);
                assertThat(tokenizer.decode(ids))
                        .as("decoded '%s'", text)
                        .isEqualTo(each.get("decoded").textValue());
            }
            for (JsonNode each : expected.get("prompts")) {
                List<Piece> pieces = new ArrayList<>();
                each.get("pieces")
                        .forEach(piece -> pieces.add(
                                new Piece(piece.get(1).textValue(), piece.get(0).booleanValue())));
                assertThat(tokenizer.encode(pieces)).as("ids of %s", pieces).isEqualTo(ids(each));
                assertThat(tokenizer.decode(ids(each)))
                        .isEqualTo(each.get("decoded").textValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "smollm", "llama2", "phi3", "lstrip", "metaspace-first"})
    void readsSpecialTokensInTextAsText(String kind) throws Exception {
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-" + kind));
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            for (JsonNode each : Golden.expected("tokenizer-" + kind).get("hostile")) {
                String text = each.get("text").textValue();
                assertThat(tokenizer.encode(text)).as("ids of '%s'", text).isEqualTo(ids(each));
            }
        }
    }

    private static int[] ids(JsonNode entry) {
        JsonNode ids = entry.get("ids");
        int[] array = new int[ids.size()];
        Arrays.setAll(array, i -> ids.get(i).intValue());
        return array;
    }
}
