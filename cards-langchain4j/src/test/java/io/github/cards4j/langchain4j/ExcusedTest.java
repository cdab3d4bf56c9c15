package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.cards4j.Cards;
import io.github.cards4j.test.ToolScript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a model may get wrong is excused, and not what the engine does. */
@Timeout(120)
class ExcusedTest {

    private static final String CASE = "should_execute_a_tool_then_answer";

    private static final String CALL_CASE = "should_execute_tool_without_arguments";

    /** Of the last case. */
    private static final String TOOL = "currentDate";

    private static final String TEXT_CASE = "should_respect_multiple_messages";

    /** An answer, and then an assertion that fails as one of the contract does. */
    private static Void fails(String answer) {
        answered(answer);
        assertThat(List.of()).hasSize(1);
        return null;
    }

    private static void answered(String answer) {
        try (Cards engine =
                Engines.over(Engines.saying(answer), Engines.judging(text -> 1), ToolScript.HERMES.template())) {
            engine.observe(Excused.observer());
            CardsChatModel.builder()
                    .engine(engine)
                    .build()
                    .chat(ChatRequest.builder()
                            .messages(UserMessage.from("When?"))
                            .toolSpecifications(
                                    ToolSpecification.builder().name(TOOL).build())
                            .build());
        }
    }

    private static Void lacks(String answer, String shown) {
        answered(answer);
        assertThat(shown).contains("green");
        return null;
    }

    @Test
    void anAnswerThatSaysSomethingElseIsExcused() throws Throwable {
        Excused.excuse(() -> lacks("I cannot know.", "I cannot know."), TEXT_CASE);
    }

    @Test
    void anAnswerThatIsLostOrTornIsNot() {
        for (String shown : List.of("", "I cannot")) {
            assertThatThrownBy(() -> Excused.excuse(() -> lacks("I cannot know.", shown), TEXT_CASE))
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static Void isNotCalled(String answer) {
        answered(answer);
        throw new AssertionError("Wanted but not invoked: tools." + TOOL + "();");
    }

    @Test
    void aToolThatTheModelDoesNotCallIsExcused() throws Throwable {
        Excused.excuse(() -> isNotCalled("At noon."), CALL_CASE);
    }

    @Test
    void aCallThatTheModelMadeAndNobodyHeardOfIsNot() {
        assertThatThrownBy(() -> Excused.excuse(() -> isNotCalled(ToolScript.HERMES.call(TOOL, "{}")), CALL_CASE))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aCallThatTheModelDoesNotMakeIsExcused() throws Throwable {
        Excused.excuse(() -> fails("At noon."), CASE);
    }

    @Test
    void aCallbackThatIsMissingIsNot() {
        assertThatThrownBy(() -> Excused.excuse(() -> fails(ToolScript.HERMES.call(TOOL, "{}")), CASE))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Excused.excuse(() -> fails("At noon."), "should_respect_user_message"))
                .isInstanceOf(AssertionError.class);
    }
}
