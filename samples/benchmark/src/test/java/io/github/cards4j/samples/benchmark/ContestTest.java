package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.samples.demo.DemoModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {

    /** What is asked of judged answers does not hinder the methods that judge none, or none step by step. */
    @Test
    void theSameOptionsServeAllMethods() {
        GenerationOptions options = GenerationOptions.builder()
                .maxNewTokens(6)
                .strength(0.5)
                .targetReward(1.0)
                .rewardTemperature(0.5)
                .uncertaintyThreshold(2.0)
                .rewardWeight(0.25)
                .ramp(20)
                .build();
        CardsOptions models = CardsOptions.builder()
                .llm(DemoModels.llm().toString())
                .reward(DemoModels.reward().toString())
                .threads(1)
                .defaults(options)
                .build();
        List<Method> methods = List.of(Method.PLAIN, new Method.BestOf(2), new Method.Rejection(2), Method.CARDS);
        try (Cards cards = Cards.open(models)) {
            Contest contest = new Contest(cards, options, (prompt, answer) -> null);
            List<Run> runs = contest.run(
                    methods, List.of(1L), DemoModels.heldOutPrompts().subList(0, 1), soFar -> {});

            assertThat(runs).extracting(Run::method).containsExactlyElementsOf(methods);
            assertThat(runs).allSatisfy(run -> assertThat(
                            run.answers().get(0).response().options().method())
                    .isEqualTo(run.method()));
            assertThat(runs).allSatisfy(run -> assertThat(run.meanReward()).isFinite());
        }
    }
}
