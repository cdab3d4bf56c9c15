package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.spring.internal.check.CardsFailureAnalyzer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts with the auto-configuration, on the demonstration models. */
public final class Starter {

    public static final String LLM = "cards.llm.location=classpath:io/github/cards4j/demo/llm";
    public static final String REWARD = "cards.reward.location=classpath:io/github/cards4j/demo/reward";

    private Starter() {}

    public static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CardsAutoConfiguration.class))
                .withPropertyValues("cards.threads=1");
    }

    /** With both models, and all that a calibration would say. */
    public static ApplicationContextRunner demo() {
        return runner().withPropertyValues(
                        LLM,
                        REWARD,
                        "cards.alignment.target-reward=1",
                        "cards.alignment.reward-temperature=0.5",
                        "cards.segmentation.uncertainty-threshold=2");
    }

    /** For all that can be seen before a model is needed. */
    public static ApplicationContextRunner unloaded() {
        return demo().withPropertyValues("cards.loading=lazy");
    }

    public static FailureAnalysis analysis(Throwable failure) {
        FailureAnalysis analysis = new CardsFailureAnalyzer().analyze(failure);
        assertThat(analysis).as(String.valueOf(failure)).isNotNull();
        return analysis;
    }

    /** Why the context did not start. */
    public static FailureAnalysis analysis(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        return analysis(context.getStartupFailure());
    }
}
