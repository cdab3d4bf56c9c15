package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.template.ChatTemplateException;
import io.github.cards4j.template.ExpectedTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which template a model gets. */
class ChatTemplatesTest {

    private static final List<Message> HI = List.of(Message.user("Hi"));

    @TempDir
    Path temp;

    private Path model(String tokenizer, String config) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("model"));
        Files.copy(Golden.folder(tokenizer).resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), config);
        return folder;
    }

    private static String text(ChatTemplate template) {
        return template.prompt(HI).stream().map(Piece::text).collect(Collectors.joining());
    }

    @Test
    void itsOwn() throws IOException {
        Path folder = model(
                "tokenizer-llama2",
                "{\"bos_token\": \"<s>\", \"chat_template\": \"{{ bos_token }}{{ messages[0].content }}{{ style }}\"}");
        assertThat(text(ChatTemplates.of("auto", folder))).isEqualTo("<s>Hi");
        assertThat(text(ChatTemplates.of("auto", folder, Map.of("style", "!")))).isEqualTo("<s>Hi!");
        assertThat(text(ChatTemplates.of("plain", folder))).isEqualTo("User: Hi\n\nAssistant:");
    }

    @Test
    void withoutOneByItsTokenizer() throws IOException {
        assertThat(ChatTemplates.of("auto", model("tokenizer-qwen", "{}")).name())
                .isEqualTo("chatml");
        assertThat(ChatTemplates.of("auto", Golden.folder("tokenizer-llama2")).name())
                .isEqualTo("plain");
    }

    @Test
    void refused() throws IOException {
        Path folder = model("tokenizer-qwen", "{\"chat_template\": \"\\n  {{ oops() }}\"}");
        assertThatThrownBy(() -> ChatTemplates.of("auto", folder))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContainingAll(folder.toString(), "line 2, column 6", "unknown function 'oops'");
        assertThatThrownBy(() -> ChatTemplates.of("alpaca", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'alpaca'", "auto", "chatml", "plain");
        assertThatThrownBy(() -> ChatTemplates.of("chatml", Golden.folder("tokenizer-llama2")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("<|im_start|>");
        assertThatThrownBy(() -> ChatTemplates.of("chatml", folder, Map.of("a", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("chatVariables [a]", "chatml");
    }

    private static CardsRequest two(Message... messages) {
        return new CardsRequest(
                List.of(messages),
                GenerationOptions.builder().maxNewTokens(2).seed(1L).build());
    }

    @Test
    void aRefusalIsTheRequestsFault() throws IOException {
        Path folder = Golden.copy("tied", temp.resolve("tied"));
        Files.writeString(
                folder.resolve("chat_template.jinja"),
                "{% if 'secret' in messages[0].content %}{{ raise_exception('No secrets here') }}{% endif %}"
                        + "{{ messages[0].content }}");
        CardsOptions options = CardsOptions.builder().llm(folder.toString()).build();
        try (Cards cards = Cards.open(options)) {
            assertThatThrownBy(() -> cards.generate(two(Message.system("A secret."), Message.user("Hi"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("No secrets here", folder.toString());
            assertThat(cards.generate(two(Message.user("Hi"))).promptTokens()).isPositive();
        }
    }

    /** What a template knows no place for, or not this one, is sent in normal form, and counted so. */
    @Test
    void aConversationThatIsRefusedIsReadInNormalForm() throws IOException {
        Path folder = Golden.copy("tied", temp.resolve("tied"));
        Files.writeString(folder.resolve("chat_template.jinja"), ExpectedTemplates.resource("gemma2.jinja"));
        CardsOptions options = CardsOptions.builder().llm(folder.toString()).build();
        Message[] refused = {
            Message.system("Be kind."), Message.assistant("Hello."), Message.user("Hi"), Message.user("?")
        };
        Message[] normal = {Message.user("Be kind."), Message.assistant("Hello."), Message.user("Hi\n\n?")};
        try (Cards cards = Cards.open(options)) {
            CardsResponse answer = cards.generate(two(refused));
            CardsResponse expected = cards.generate(two(normal));
            assertThat(answer.text()).isEqualTo(expected.text());
            assertThat(answer.promptTokens())
                    .isEqualTo(expected.promptTokens())
                    .isEqualTo(cards.countTokens(List.of(refused)));
        }
    }
}
