package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.template.ExpectedTemplates;
import io.github.cards4j.template.NormalForm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the reward model reads of a conversation with tools. */
class JudgedConversationTest {

    private static final ToolCall CALL = new ToolCall("c1", "weather", "{\"place\":\"secret\"}");
    private static final ToolCall OTHER = new ToolCall("c2", "now", "{\"zone\":\"secret\"}");

    @Test
    void withoutToolsItIsTheConversation() {
        List<Message> conversation = List.of(Message.system("Be kind."), Message.user("Hi"), Message.user("Hi?"));

        assertThat(JudgedConversation.of(conversation)).isSameAs(conversation);
    }

    @Test
    void callsAreLeftOutAndResultsBelongToTheUser() {
        assertThat(JudgedConversation.of(List.of(
                        Message.system("Be kind."),
                        Message.user("Weather?"),
                        Message.assistant("", List.of(CALL, OTHER)),
                        Message.tool("c1", "weather", "grey"),
                        Message.tool("c2", "now", "noon"))))
                .containsExactly(Message.system("Be kind."), Message.user("Weather?\n\nweather: grey\n\nnow: noon"));
    }

    @Test
    void proseBesideACallStays() {
        assertThat(JudgedConversation.of(List.of(
                        Message.user("Weather?"),
                        Message.assistant("I look.", List.of(CALL)),
                        Message.tool("c1", "weather", "grey"),
                        Message.assistant("Grey."),
                        Message.user("Thanks"))))
                .containsExactly(
                        Message.user("Weather?"),
                        Message.assistant("I look."),
                        Message.user("weather: grey"),
                        Message.assistant("Grey."),
                        Message.user("Thanks"));
    }

    /** As after a tool whose result is itself the answer: templates that want turns to alternate would refuse two of the user. */
    @Test
    void aQuestionRightBehindAResultBelongsToTheSameTurn() {
        assertThat(JudgedConversation.of(List.of(
                        Message.user("Weather?"),
                        Message.assistant("\n", List.of(CALL)),
                        Message.tool("c1", "weather", "grey"),
                        Message.user("And the time?"))))
                .containsExactly(Message.user("Weather?\n\nweather: grey\n\nAnd the time?"));
    }

    /** What memories leave behind is mended by the same rule, whether there were tools or not. */
    @Test
    void oddTurnsAroundToolsAreTakenInNormalForm() {
        List<Message> judged = JudgedConversation.of(List.of(
                Message.system("Be kind."),
                Message.assistant("Hello."),
                Message.user("Weather?"),
                Message.user("Please."),
                Message.assistant("I look.", List.of(CALL)),
                Message.assistant("Wait."),
                Message.tool("c1", "weather", "grey")));

        assertThat(NormalForm.write(judged, ExpectedTemplates.template("gemma3")::prompt))
                .isEqualTo(ExpectedTemplates.template("gemma3")
                        .prompt(List.of(
                                Message.system("Be kind."),
                                Message.user(""),
                                Message.assistant("Hello."),
                                Message.user("Weather?\n\nPlease."),
                                Message.assistant("I look.\n\nWait."),
                                Message.user("weather: grey"))));
    }
}
