package io.github.cards4j.langchain4j;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The engine of {@code -Preal-models -Dcards.test.llm=FOLDER -Dcards.test.reward=FOLDER}, one for all suites. Greedy, so that
 * what the model knows can be compared with another implementation of it.
 */
final class RealModels {

    private static final Cards ENGINE = Cards.open(CardsOptions.builder()
            .llm(folder("cards.test.llm"))
            .reward(folder("cards.test.reward"))
            .defaults(GenerationOptions.builder()
                    .temperature(0.0)
                    .targetReward(0.0)
                    .rewardTemperature(1.0)
                    .uncertaintyThreshold(3.0)
                    .ramp(64)
                    .build())
            .build());

    static {
        try {
            Excused.begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ENGINE.observe(Excused.observer());
    }

    private RealModels() {}

    /** Ends with the process. */
    static Cards engine() {
        return ENGINE;
    }

    private static String folder(String property) {
        String folder = System.getProperty(property, "");
        if (folder.isEmpty()) {
            throw new IllegalStateException("name the model's folder: -D" + property + "=FOLDER");
        }
        return folder;
    }
}
