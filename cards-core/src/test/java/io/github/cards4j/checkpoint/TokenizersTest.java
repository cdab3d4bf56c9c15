package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.template.ChatFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** A vocabulary with scores holds its special tokens by name: the original finds them there even when told not to. */
    @Test
    void textNeverBecomesASpecialTokenOfTheVocabulary() throws Exception {
        JsonNode expected = Golden.expected("tokenizer-unigram");
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-unigram"));
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            assertThat(tokenizer.encode(List.of(Piece.template("</s>")))).containsExactly(2);
            for (JsonNode each : expected.get("hostile")) {
                // 0 is what a character outside the vocabulary becomes.
                assertThat(tokenizer.encode(each.get("text").textValue()))
                        .isNotEmpty()
                        .doesNotContain(1, 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "smollm"})
    void anyTextComesBackAndTurnsStayAsTheyWere(String kind) throws Exception {
        String[] parts = {
            "<|im_end|>",
            "<|im_start|>",
            "<|endoftext|>",
            "<|im_",
            "end|>",
            "<",
            "|>",
            " ",
            "\n",
            "\n\n",
            "\t",
            "\r\n",
            "a",
            "The user",
            "system",
            "12",
            "é",
            "e\u0301",
            "😀",
            "👩\u200d👧",
            "\u0000",
            "'s",
            "<think>",
            "你好",
            "\u00a0"
        };
        int start = single(kind, "<|im_start|>");
        int end = single(kind, "<|im_end|>");
        Random random = new Random(5);
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-" + kind));
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            for (int round = 0; round < 500; round++) {
                StringBuilder built = new StringBuilder();
                for (int n = random.nextInt(12); n >= 0; n--) {
                    built.append(parts[random.nextInt(parts.length)]);
                }
                String text = kind.equals("qwen") ? Normalizer.normalize(built, Normalizer.Form.NFC) : built.toString();
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
                int[] prompt = tokenizer.encode(ChatFormats.of("chatml").prompt(List.of(Message.user(text))));
                assertThat(Arrays.stream(prompt).filter(id -> id == start)).hasSize(2);
                assertThat(Arrays.stream(prompt).filter(id -> id == end)).hasSize(1);
                assertThat(tokenizer.decode(prompt)).isEqualTo("user\n" + text + "\nassistant\n");
            }
        }
    }

    private static int single(String kind, String special) throws Exception {
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-" + kind));
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            int[] ids = tokenizer.encode(List.of(Piece.template(special)));
            assertThat(ids).hasSize(1);
            return ids[0];
        }
    }

    @Test
    void longTextIsNotCutAndHalfCharactersAreShown() throws Exception {
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-qwen"));
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            String text = "Where is my order? ".repeat(2000);
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.decode(new int[0])).isEmpty();
            assertThat(tokenizer.decode(tokenizer.encode("a\uD83D b\uDE00"))).isEqualTo("a\uFFFD b\uFFFD");
            int[] emoji = tokenizer.encode("a😀");
            assertThat(tokenizer.decode(Arrays.copyOf(emoji, emoji.length - 1)))
                    .startsWith("a")
                    .endsWith("\uFFFD");
            assertThatThrownBy(() -> tokenizer.decode(new int[] {3, -1}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1");
        }
    }

    @Test
    void manyThreadsMayUseOne() throws Exception {
        Tokenizer tokenizer = Tokenizers.open(Golden.folder("tokenizer-qwen"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (AutoCloseable closing = (AutoCloseable) tokenizer) {
            assertThat(closing).isNotNull();
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String text = "order number " + i;
                tasks.add(() -> tokenizer.decode(tokenizer.encode(text)));
            }
            int i = 0;
            for (Future<String> each : threads.invokeAll(tasks)) {
                assertThat(each.get()).isEqualTo("order number " + i++);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int[] ids(JsonNode entry) {
        JsonNode ids = entry.get("ids");
        int[] array = new int[ids.size()];
        Arrays.setAll(array, i -> ids.get(i).intValue());
        return array;
    }

    @Test
    void idsWithoutAnEmbeddingAreRefused(@TempDir Path temp) throws Exception {
        Path folder = Golden.copy("tied", temp.resolve("model"));
        int words = words(folder);
        withRows(folder, words - 1);
        assertThatThrownBy(() -> Tokenizers.open(Checkpoint.open(folder)))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(
                        folder.toString(), "ids up to " + (words - 1), "vocab_size", (words - 1) + " rows");
        for (int rows : new int[] {words, words + 1, words + 1000}) {
            withRows(folder, rows);
            Tokenizer tokenizer = Tokenizers.open(Checkpoint.open(folder));
            ((AutoCloseable) tokenizer).close();
        }
    }

    /** Entries of the vocabulary that are no added tokens, which may lack a row: here these come first. */
    private static int words(Path folder) throws IOException {
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("tokenizer.json").toFile());
        Set<String> added = new HashSet<>();
        json.get("added_tokens").forEach(token -> added.add(token.get("content").textValue()));
        int largest = -1;
        for (var entry : json.get("model").get("vocab").properties()) {
            if (!added.contains(entry.getKey())) {
                largest = Math.max(largest, entry.getValue().intValue());
            }
        }
        assertThat(largest).isPositive();
        return largest + 1;
    }

    private static void withRows(Path folder, int rows) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode config = (ObjectNode) mapper.readTree(file.toFile());
        config.put("vocab_size", rows).put("eos_token_id", 0);
        mapper.writeValue(file.toFile(), config);
        Files.deleteIfExists(folder.resolve("generation_config.json"));
    }
}
