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

    private static Void fails(String answer) {
        try (Cards engine =
                Engines.over(Engines.saying(answer), Engines.judging(text -> 1), ToolScript.HERMES.template())) {
            engine.observe(Excused.observer());
            CardsChatModel.builder()
                    .engine(engine)
                    .build()
                    .chat(ChatRequest.builder()
                            .messages(UserMessage.from("When?"))
                            .toolSpecifications(
                                    ToolSpecification.builder().name("clock").build())
                            .build());
        }
        assertThat(List.of()).hasSize(1);
        return null;
    }

    @Test
    void aCallThatTheModelDoesNotMakeIsExcused() throws Throwable {
        Excused.excuse(() -> fails("At noon."), CASE);
    }

    @Test
    void aCallbackThatIsMissingIsNot() {
        assertThatThrownBy(() -> Excused.excuse(() -> fails(ToolScript.HERMES.call("clock", "{}")), CASE))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Excused.excuse(() -> fails("At noon."), "should_respect_user_message"))
                .isInstanceOf(AssertionError.class);
    }
}
