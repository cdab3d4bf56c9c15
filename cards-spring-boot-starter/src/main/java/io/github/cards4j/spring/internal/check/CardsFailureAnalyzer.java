package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsStartupException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a few lines why the engine does not start, and what to do. */
public class CardsFailureAnalyzer extends AbstractFailureAnalyzer<CardsStartupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CardsStartupException cause) {
        return new FailureAnalysis("cards4j cannot start: " + cause.getMessage(), cause.action(), cause);
    }
}
