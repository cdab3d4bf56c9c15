package io.github.cards4j.spring.internal.check;

import io.github.cards4j.langchain4j.LangChain4jVersion;
import io.github.cards4j.spring.CardsStartupException;

/** Other starters may bring an older LangChain4j, and Maven takes the one that is declared first. */
final class LangChain4jCheck {

    private LangChain4jCheck() {}

    static void require(Runnable check) {
        try {
            check.run();
        } catch (IllegalStateException e) {
            throw new CardsStartupException(
                    e,
                    "Let LangChain4j " + LangChain4jVersion.BUILT_WITH
                            + " or newer serve the whole application: both artifacts in the dependencyManagement of Maven, or"
                            + " as constraints of Gradle.");
        }
    }
}
