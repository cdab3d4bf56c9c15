package io.github.cards4j.samples.chat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.template.ChatFormats;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** An engine whose answers never end, in place of the configured one: judged ones never even show a word. */
@TestConfiguration(proxyBeanMethods = false)
class FakeEngine {

    /** Longer than any test. */
    private static final int FOR_EVER = 100_000_000;

    @Bean(destroyMethod = "close")
    Cards cards() {
        return over(new EndlessModel());
    }

    static Cards over(EndlessModel model) {
        GenerationOptions defaults = GenerationOptions.builder()
                .targetReward(1.0)
                .rewardTemperature(0.1)
                .uncertaintyThreshold(3.0)
                .maxSegmentTokens(FOR_EVER)
                .maxNewTokens(FOR_EVER)
                .build();
        return Cards.of(
                model,
                new AnyReward(0),
                ChatFormats.of("chatml"),
                CardsOptions.builder().llm(model.name()).defaults(defaults).build());
    }
}
