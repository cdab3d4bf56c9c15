package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cards4j.reward.TextReward;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A pair without a calibration: the log says at the start what its requests would meet one by one, and nothing else. */
@Timeout(300)
class UncalibratedTest {

    private static final String[] BY_HAND = {
        "cards.alignment.target-reward=5",
        "cards.alignment.reward-temperature=1",
        "cards.segmentation.uncertainty-threshold=2"
    };

    @Configuration(proxyBeanMethods = false)
    static class Shortness {
        @Bean
        TextReward shortness() {
            return TextReward.each(text -> -text.length());
        }
    }

    private static List<String> warned(String... properties) {
        try (Logged logged = Logged.listen()) {
            Starter.runner()
                    .withPropertyValues(Starter.LLM)
                    .withPropertyValues(properties)
                    .withUserConfiguration(Shortness.class)
                    .run(context -> assertThat(context).hasNotFailed());
            return logged.lines(Level.WARN).stream()
                    .filter(line -> line.contains("calibration"))
                    .toList();
        }
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(warned()).singleElement().asString().contains("aligned answers fail until");
    }

    @Test
    void numbersByHandAreEnough() {
        assertThat(warned(BY_HAND)).isEmpty();
    }

    @Test
    void aStrengthThatMeansNothingIsNamed() {
        String[] properties = {
            BY_HAND[0],
            BY_HAND[1],
            BY_HAND[2],
            "cards.alignment.strength=0.9",
            "cards.profiles.strict.strength=0.8",
            "cards.profiles.draft.strength=0"
        };
        assertThat(warned(properties))
                .singleElement()
                .asString()
                .contains(
                        "a strength means nothing: cards.alignment.strength=0.9, cards.profiles.strict.strength=0.8.",
                        "are refused");
    }

    @Test
    void theBestOfSeveralAnswersNeedsNone() {
        assertThat(warned("cards.alignment.method=best-of-n:4", "cards.alignment.strength=0.9"))
                .isEmpty();
    }
}
