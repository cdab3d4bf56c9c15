package io.github.cards4j.spring.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.spring.CardsStartupException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class LangChain4jCheckTest {

    @Test
    void tellsWhatIsTooOldAndWhatToDo() {
        assertThatThrownBy(() -> LangChain4jCheck.require(() -> {
                    throw new IllegalStateException("langchain4j-core 1.12.2 on the class path is too old");
                }))
                .isInstanceOfSatisfying(CardsStartupException.class, failure -> {
                    FailureAnalysis analysis = new CardsFailureAnalyzer().analyze(failure);
                    assertThat(analysis.getDescription()).contains("langchain4j-core 1.12.2");
                    assertThat(analysis.getAction()).contains("1.19.0 or newer", "dependencyManagement");
                });
    }
}
