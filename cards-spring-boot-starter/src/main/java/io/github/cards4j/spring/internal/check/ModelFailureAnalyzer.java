package io.github.cards4j.spring.internal.check;

import io.github.cards4j.model.ModelException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** For engines that the application opens itself. */
class ModelFailureAnalyzer extends AbstractFailureAnalyzer<ModelException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ModelException cause) {
        return new FailureAnalysis(
                "an engine of cards4j cannot load its models: " + cause.getMessage(),
                "Do what is said above, where the application opens the engine.",
                cause);
    }
}
