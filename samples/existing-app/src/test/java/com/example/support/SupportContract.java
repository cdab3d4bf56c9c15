package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the application does, whoever answers. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SupportContract {

    static final String KETTLE = "Can I change the address for my kettle? Order 28 should go to Bruges.";
    static final String VASE = "How do I change the address for my vase? Order 77 should go to Cork.";

    private Support support;

    /** What stands on the command line. */
    abstract List<String> options();

    @BeforeAll
    void start() {
        support = new Support(options());
    }

    @AfterAll
    void stop() {
        support.close();
    }

    final Support support() {
        return support;
    }

    @Test
    void aQuestionIsAnswered() throws Exception {
        String answer = support.ask("ann", KETTLE);

        assertThat(answer)
                .isNotBlank()
                .isEqualTo(support.heard().lastResponse().aiMessage().text());
    }

    @Test
    void anAnswerIsStreamedInPieces() throws Exception {
        List<String> pieces = support.stream("bob", KETTLE);

        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(String.join("", pieces))
                .isEqualTo(support.heard().lastResponse().aiMessage().text());
    }

    @Test
    void eachCustomerIsRemembered() throws Exception {
        String first = support.ask("cyd", KETTLE);
        support.ask("dan", KETTLE);
        support.stream("cyd", VASE);

        assertThat(support.heard().lastRequest().messages())
                .containsExactly(
                        SystemMessage.from(SupportAssistant.RULES),
                        UserMessage.from(KETTLE),
                        AiMessage.from(first),
                        UserMessage.from(VASE));
    }

    @Test
    void anEmptyQuestionIsRefused() throws Exception {
        assertThat(support.post("/support", "eve", " ").statusCode()).isEqualTo(400);
        assertThat(support.post("/support/stream", "", KETTLE).statusCode()).isEqualTo(400);
    }
}
