package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.langchain4j.data.message.UserMessage;
import org.junit.jupiter.api.Test;

class LangChain4jVersionTest {

    @Test
    void theOneOfThisBuildWillDo() {
        assertThatCode(LangChain4jVersion::require).doesNotThrowAnyException();
    }

    @Test
    void anOlderOneIsNamedWithWhatToDo() {
        // A class of the same jar without the method that is looked for, as an older handler is.
        assertThatIllegalStateException()
                .isThrownBy(() -> LangChain4jVersion.require(UserMessage.class))
                .withMessageContaining("langchain4j-core 1.")
                .withMessageContaining("too old")
                .withMessageContaining("dev.langchain4j:langchain4j " + LangChain4jVersion.BUILT_WITH)
                .withMessageContaining("dependencyManagement");
    }
}
