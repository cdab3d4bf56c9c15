package io.github.cards4j.samples.chat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import io.github.cards4j.template.ChatFormats;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** An engine whose answers never end, in place of the configured one: judged ones never even show a word. */
@TestConfiguration(proxyBeanMethods = false)
class FakeEngine {

    /** Longer than any test. */
    private static final int FOR_EVER = 100_000_000;

    @Bean(destroyMethod = "close")
    Cards cards() {
        GenerationOptions defaults = GenerationOptions.builder()
                .targetReward(1.0)
                .rewardTemperature(0.1)
                .uncertaintyThreshold(3.0)
                .maxSegmentTokens(FOR_EVER)
                .maxNewTokens(FOR_EVER)
                .build();
        return Cards.of(
                new EndlessModel(),
                new AnyReward(),
                ChatFormats.of("chatml"),
                CardsOptions.builder().llm("endless").defaults(defaults).build());
    }

    private static final class AnyReward implements RewardModel {

        @Override
        public String name() {
            return "any";
        }

        @Override
        public Judgement begin(List<Message> conversation) {
            return new Judgement() {
                @Override
                public boolean prefill() {
                    return true;
                }

                @Override
                public double promptReward() {
                    return 0;
                }

                @Override
                public double[] score(List<String> answers) {
                    return new double[answers.size()];
                }

                @Override
                public void accept(String answer) {}

                @Override
                public Usage usage() {
                    return Usage.NONE;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public String convention() {
            return "any";
        }

        @Override
        public void close() {}
    }
}
