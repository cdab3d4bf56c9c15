package io.github.cards4j.template;

import static io.github.cards4j.model.Message.assistant;
import static io.github.cards4j.model.Message.system;
import static io.github.cards4j.model.Message.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations as chat memories leave them, by templates that want user and assistant to alternate. */
class NormalFormTest {

    private static final List<ToolSpec> TOOLS =
            List.of(new ToolSpec("weather", "Tells the weather.", ToolSpec.NO_PARAMETERS));
    private static final Message CALL = assistant("", List.of(new ToolCall("call00001", "weather", "{}")));
    private static final Message RESULT = Message.tool("call00001", "weather", "grey");

    private static String written(String template, Message... conversation) {
        return written(ExpectedTemplates.template(template), List.of(conversation));
    }

    private static String written(ModelChatTemplate template, List<Message> conversation) {
        return ExpectedTemplates.text(NormalForm.write(conversation, template::prompt));
    }

    private static String withTools(Message... conversation) {
        return withTools(List.of(conversation));
    }

    private static String withTools(List<Message> conversation) {
        ModelChatTemplate mistral = ExpectedTemplates.template("mistral-tools");
        return ExpectedTemplates.text(NormalForm.write(conversation, form -> mistral.prompt(form, TOOLS)));
    }

    /** By the template alone. */
    private static String strict(String template, Message... conversation) {
        return ExpectedTemplates.text(ExpectedTemplates.template(template).prompt(List.of(conversation)));
    }

    private static String strictWithTools(Message... conversation) {
        return ExpectedTemplates.text(
                ExpectedTemplates.template("mistral-tools").prompt(List.of(conversation), TOOLS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral", "mistral-tools"})
    void neighboursAreOneMessage(String template) {
        assertThat(written(template, user("One?"), user("Two?"))).isEqualTo(strict(template, user("One?\n\nTwo?")));
        assertThat(written(template, user("1"), assistant("2"), assistant("3"), user("4"), user(""), user("5")))
                .isEqualTo(strict(template, user("1"), assistant("2\n\n3"), user("4\n\n5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral", "mistral-tools"})
    void anAnswerWithoutItsQuestionStays(String template) {
        assertThat(written(template, assistant("Shall I?"), user("Yes.")))
                .isEqualTo(strict(template, user(""), assistant("Shall I?"), user("Yes.")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma3", "mistral", "mistral-tools"})
    void aSystemMessageBeforeItStaysOne(String template) {
        assertThat(written(template, system("Be kind."), assistant("Shall I?"), user("Yes.")))
                .isEqualTo(strict(template, system("Be kind."), user(""), assistant("Shall I?"), user("Yes.")));
    }

    @Test
    void whatGemmaReads() {
        assertThat(written("gemma3", system("Be kind."), assistant("Shall I?"), user("Yes."), user("Now.")))
                .isEqualTo(
                        "<bos><start_of_turn>user\nBe kind.\n\n<end_of_turn>\n<start_of_turn>model\nShall I?<end_of_turn>\n"
                                + "<start_of_turn>user\nYes.\n\nNow.<end_of_turn>\n<start_of_turn>model\n");
        assertThat(written("gemma2", system("Be kind."), user("Hi")))
                .isEqualTo("<bos><start_of_turn>user\nBe kind.\n\nHi<end_of_turn>\n<start_of_turn>model\n");
        assertThat(written("gemma2", system("Be kind."), assistant("Shall I?"), user("Yes.")))
                .isEqualTo(
                        "<bos><start_of_turn>user\nBe kind.<end_of_turn>\n<start_of_turn>model\nShall I?<end_of_turn>\n"
                                + "<start_of_turn>user\nYes.<end_of_turn>\n<start_of_turn>model\n");
        assertThat(written("gemma2", system("Be kind."))).isEqualTo(strict("gemma2", user("Be kind.")));
    }

    @Test
    void systemMessagesFurtherOnAreTheUsers() {
        assertThat(written("mistral", system("a"), system("b"), user("1"), assistant("2"), system("c"), user("3")))
                .isEqualTo(strict("mistral", system("a\n\nb"), user("1"), assistant("2"), user("c\n\n3")));
    }

    @Test
    void aConversationThatEndsWithAnAnswerGetsAQuestionBehindIt() {
        assertThat(written("gemma3", assistant("1"), user("2"), assistant("3")))
                .isEqualTo(strict("gemma3", user(""), assistant("1"), user("2"), assistant("3"), user("")));
        ModelChatTemplate gemma = ExpectedTemplates.template("gemma3");
        for (boolean closed : new boolean[] {true, false}) {
            List<Piece> pieces = NormalForm.write(
                    List.of(user("1"), user("2"), assistant("3")), form -> gemma.answered(form, "4", closed));
            assertThat(ExpectedTemplates.text(pieces))
                    .isEqualTo("<bos><start_of_turn>user\n1\n\n2<end_of_turn>\n<start_of_turn>model\n3<end_of_turn>\n"
                            + "<start_of_turn>user\n<end_of_turn>\n<start_of_turn>model\n4"
                            + (closed ? "<end_of_turn>\n" : ""));
        }
    }

    @Test
    void callsAndResultsStayTogether() {
        assertThat(withTools(CALL, RESULT, assistant("Grey."), user("Thanks.")))
                .isEqualTo(strictWithTools(user(""), CALL, RESULT, assistant("Grey."), user("Thanks.")));
        assertThat(withTools(user("1"), user("2"), CALL, RESULT, assistant("3"), assistant("4"), user("5")))
                .isEqualTo(strictWithTools(user("1\n\n2"), CALL, RESULT, assistant("3\n\n4"), user("5")));
        assertThat(withTools(user("1"), assistant("2"), CALL, RESULT, assistant("3"), user("4")))
                .isEqualTo(
                        strictWithTools(user("1"), assistant("2"), user(""), CALL, RESULT, assistant("3"), user("4")));
    }

    /** As after a tool whose result is itself the answer, or a turn that failed behind it. */
    @Test
    void aQuestionRightBehindAResultGetsABlankAnswerBeforeIt() {
        assertThat(withTools(user("Weather?"), CALL, RESULT, user("And now?")))
                .isEqualTo(strictWithTools(user("Weather?"), CALL, RESULT, assistant(" "), user("And now?")))
                .contains("\"call_id\": \"call00001\"}[/TOOL_RESULTS] </s>");
    }

    @Test
    void aResultWhoseCallIsGoneIsLeftOut() {
        assertThat(withTools(RESULT, assistant("Grey."), user("Thanks.")))
                .isEqualTo(strictWithTools(user(""), assistant("Grey."), user("Thanks.")));
        assertThat(withTools(user("1"), RESULT, user("2"))).isEqualTo(strictWithTools(user("1\n\n2")));
        assertThat(withTools(user("1"), CALL, user("2"), RESULT))
                .isEqualTo(strictWithTools(user("1"), CALL, assistant(" "), user("2"), RESULT));
    }

    /** As Mistral's templates since 2025 have it. */
    @Test
    void anAnswerWithoutTextIsLeftOut() {
        String check = "{% for m in messages %}{% if m.role == 'assistant' and m.content == '' and not m.tool_calls %}"
                + "{{ raise_exception('Assistant message must have text.') }}{% endif %}{% endfor %}";
        ModelChatTemplate template = ModelChatTemplate.of(
                "newer",
                Map.of(
                        ModelChatTemplate.DEFAULT,
                        check
                                + ExpectedTemplates.resource("mistral-tools.jinja")
                                        .replace("bos_token", "''")),
                Map.of("eos_token", "</s>"));
        assertThat(written(template, List.of(user("1"), assistant(""), user("2"))))
                .isEqualTo("[INST] 1\n\n2[/INST]");
        assertThat(written(template, List.of(user("1"), CALL, RESULT, user("2"))))
                .endsWith("[/TOOL_RESULTS] </s>[INST] 2[/INST]");
    }

    /** Nothing changes for them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatml",
                "smollm2",
                "smollm3",
                "qwen2.5",
                "qwen3",
                "llama-3.1",
                "llama-3.2",
                "phi3",
                "zephyr",
                "granite",
                "hermes"
            })
    void whatATemplateTakesIsWrittenAsItIs(String template) {
        List<Message> odd =
                List.of(system("a"), assistant("b"), user("c"), user("d"), system("e"), assistant(""), assistant("f"));
        List<Map<String, Object>> raw = odd.stream().map(ToolJson::message).toList();
        assertThat(written(template, odd.toArray(Message[]::new)))
                .isEqualTo(ExpectedTemplates.text(
                        ExpectedTemplates.template(template).render(ChatInput.of(raw))));
    }

    @Test
    void theFirstRefusalIsTheError() {
        ModelChatTemplate never = ModelChatTemplate.of(
                "never",
                Map.of(
                        ModelChatTemplate.DEFAULT,
                        "{% if messages | length == 2 %}{{ raise_exception('two') }}{% endif %}{{ raise_exception('other') }}"),
                Map.of());
        assertThatThrownBy(() -> written(never, List.of(user("a"), user("b"))))
                .isInstanceOfSatisfying(
                        ChatTemplateException.class, e -> assertThat(e.detail()).isEqualTo("two"));
        assertThatThrownBy(() -> written(never, List.of(user("a"))))
                .isInstanceOfSatisfying(
                        ChatTemplateException.class, e -> assertThat(e.detail()).isEqualTo("other"));
    }

    /** A template that fails is broken, and says nothing of the conversation. */
    @Test
    void onlyARefusalIsTriedAgain() {
        ModelChatTemplate broken = ModelChatTemplate.of(
                "broken",
                Map.of(ModelChatTemplate.DEFAULT, "{% if messages | length == 2 %}{{ 'a' + 1 }}{% endif %}fine"),
                Map.of());
        assertThat(written(broken, List.of(user("a")))).isEqualTo("fine");
        assertThatThrownBy(() -> written(broken, List.of(user("a"), user("b"))))
                .isInstanceOfSatisfying(ChatTemplateException.class, e -> assertThat(e.refusal())
                        .isFalse());
    }

    private static Stream<List<Message>> all(int length, List<Message> kinds) {
        if (length == 0) {
            return Stream.of(List.of());
        }
        return all(length - 1, kinds).flatMap(start -> kinds.stream().map(next -> {
            List<Message> longer = new ArrayList<>(start);
            longer.add(named(next, length));
            return longer;
        }));
    }

    /** With a text of its own, if it has one. */
    private static Message named(Message message, int number) {
        return message.text().isEmpty()
                ? message
                : new Message(
                        message.role(),
                        message.text() + number + ".",
                        message.toolCalls(),
                        message.toolCallId(),
                        message.toolName());
    }

    private static void assertHasAllTexts(String prompt, List<Message> conversation) {
        int from = 0;
        for (Message message : conversation) {
            int found = prompt.indexOf(message.text(), from);
            assertThat(found).as("%s in %s", message, prompt).isNotNegative();
            from = found + message.text().length();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral"})
    void noConversationIsRefusedAndNoTextIsLost(String name) {
        ModelChatTemplate template = ExpectedTemplates.template(name);
        List<Message> kinds = List.of(system("system"), user("user"), assistant("answer"), assistant(""));
        // a system message alone is taken, and left out
        for (int length = 2; length <= 5; length++) {
            all(length, kinds)
                    .forEach(conversation -> assertHasAllTexts(written(template, conversation), conversation));
        }
    }

    @Test
    void noConversationWithToolsIsRefused() {
        List<Message> kinds = List.of(user("user"), assistant("answer"), CALL, RESULT);
        for (int length = 1; length <= 5; length++) {
            all(length, kinds).forEach(conversation -> {
                String prompt = withTools(conversation);
                assertThat(count(prompt, "[TOOL_CALLS]"))
                        .isEqualTo(conversation.stream()
                                .filter(message -> !message.toolCalls().isEmpty())
                                .count());
                assertHasAllTexts(
                        prompt,
                        conversation.stream()
                                .filter(message -> !message.ofTools())
                                .toList());
            });
        }
    }

    private static long count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1L;
    }
}
