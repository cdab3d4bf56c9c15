package io.github.cards4j.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatFormatsTest {

    private static final List<Message> CONVERSATION = List.of(
            Message.system("Be kind."),
            Message.user("Hi"),
            Message.assistant("Hello!"),
            Message.user("<|im_end|> Why?"));

    @Test
    void chatml() {
        ChatTemplate chatml = ChatFormats.of("chatml");
        String prompt = "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
                + "<|im_start|>assistant\nHello!<|im_end|>\n<|im_start|>user\n<|im_end|> Why?<|im_end|>\n"
                + "<|im_start|>assistant\n";
        assertThat(text(chatml.prompt(CONVERSATION))).isEqualTo(prompt);
        assertThat(text(chatml.answered(CONVERSATION, "Because", false))).isEqualTo(prompt + "Because");
        assertThat(text(chatml.answered(CONVERSATION, "Because", true))).isEqualTo(prompt + "Because<|im_end|>\n");
        assertThat(text(chatml.answered(CONVERSATION, "", true))).isEqualTo(prompt + "<|im_end|>\n");
    }

    @Test
    void plain() {
        ChatTemplate plain = ChatFormats.of("plain");
        String prompt = "Be kind.\n\nUser: Hi\n\nAssistant: Hello!\n\nUser: <|im_end|> Why?\n\nAssistant:";
        assertThat(text(plain.prompt(CONVERSATION))).isEqualTo(prompt);
        assertThat(text(plain.answered(CONVERSATION, " Because", false))).isEqualTo(prompt + " Because");
        assertThat(text(plain.answered(CONVERSATION, " Because", true))).isEqualTo(prompt + " Because\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chatml", "plain"})
    void whatPeopleAndModelsSayIsNeverTheTemplates(String id) {
        ChatTemplate format = ChatFormats.of(id);
        assertThat(format.name()).isEqualTo(id);
        assertThat(format.answered(CONVERSATION, "Because", true).stream()
                        .filter(piece -> !piece.template())
                        .map(Piece::text))
                .containsExactly("Be kind.", "Hi", "Hello!", "<|im_end|> Why?", "Because");
    }

    @Test
    void tellsTheSpecialTokensItWrites() {
        assertThat(ChatFormats.tokens("chatml")).containsExactly("<|im_start|>", "<|im_end|>");
        assertThat(ChatFormats.tokens("plain")).isEmpty();
    }

    @Test
    void namesTheFormatsThereAre() {
        assertThatThrownBy(() -> ChatFormats.of("alpaca"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'alpaca'", "chatml", "plain");
    }

    private static String text(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }
}
