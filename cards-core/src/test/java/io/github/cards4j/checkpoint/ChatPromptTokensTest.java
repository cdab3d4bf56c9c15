package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.template.ExpectedTemplates;
import io.github.cards4j.template.ModelChatTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Token ids of whole chat prompts, against transformers' {@code apply_chat_template}: see golden_templates.py. */
class ChatPromptTokensTest {

    private static Stream<String> tokenizers() {
        return ExpectedTemplates.tokens()
                .map(one -> one.get("tokenizer").textValue())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void areThoseOfTransformers(String name) throws Exception {
        List<JsonNode> cases = ExpectedTemplates.tokens()
                .filter(one -> one.get("tokenizer").textValue().equals(name))
                .toList();
        assertThat(cases).hasSizeGreaterThan(5);
        Tokenizer tokenizer = Tokenizers.open(folder(name));
        try {
            for (JsonNode one : cases) {
                int[] ids = tokenizer.encode(
                        ExpectedTemplates.template(one.get("template").textValue())
                                .render(ExpectedTemplates.input(one.get("request"))));
                assertThat(IntStream.of(ids).boxed())
                        .as("%s %s", one.get("template"), one.get("request"))
                        .containsExactlyElementsOf(ids(one));
            }
        } finally {
            ((AutoCloseable) tokenizer).close();
        }
    }

    /** Of a whole model folder: its own tokenizer and template, found as the front door finds them. */
    @ParameterizedTest
    @MethodSource("models")
    void ofAModelAreThoseOfTransformers(Path folder, JsonNode expected) throws Exception {
        ChatTemplateFiles files = ChatTemplateFiles.read(folder);
        ModelChatTemplate template = ModelChatTemplate.of(folder.toString(), files.templates(), files.specialTokens());
        Tokenizer tokenizer = Tokenizers.open(folder);
        try {
            for (JsonNode one : expected.get("cases")) {
                String name = one.get("request").get("messages").textValue();
                JsonNode messages = expected.get("conversations").get(name);
                int[] ids = tokenizer.encode(template.render(ExpectedTemplates.input(one.get("request"), messages)));
                assertThat(IntStream.of(ids).boxed()).as(name).containsExactlyElementsOf(ids(one));
            }
        } finally {
            ((AutoCloseable) tokenizer).close();
        }
    }

    /** A small one, and one that is named by -Dcards.chat.folder and -Dcards.chat.ids: see golden_templates.py. */
    private static Stream<Arguments> models() throws Exception {
        Stream<Arguments> small =
                Stream.of(Arguments.of(folder("chat"), json(folder("chat").resolve("expected.json"))));
        String folder = System.getProperty("cards.chat.folder");
        return folder == null
                ? small
                : Stream.concat(
                        small,
                        Stream.of(Arguments.of(Path.of(folder), json(Path.of(System.getProperty("cards.chat.ids"))))));
    }

    private static JsonNode json(Path file) throws Exception {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static Path folder(String name) throws Exception {
        return Path.of(ChatPromptTokensTest.class
                .getResource("/io/github/cards4j/golden/tokenizer-" + name)
                .toURI());
    }

    private static List<Integer> ids(JsonNode one) {
        return StreamSupport.stream(one.get("ids").spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
    }
}
