package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.template.ChatFormats;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a request itself sets is honoured or refused by name; what is set for all answers may wait. */
@Timeout(120)
class WithoutEffectTest {

    private static final Map<String, GenerationOptions> JUDGING = Map.of(
            "rewardWeight=0.25", options().rewardWeight(0.25).build(),
            "rewardTemperature=0.5", options().rewardTemperature(0.5).build(),
            "uncertaintyThreshold=2.0", options().uncertaintyThreshold(2.0).build(),
            "minSegmentTokens=2", options().minSegmentTokens(2).build(),
            "maxSegmentTokens=9", options().maxSegmentTokens(9).build(),
            "maxAttempts=5", options().maxAttempts(5).build(),
            "onExhausted=fail", options().onExhausted(OnExhausted.FAIL).build(),
            "replacement=No.",
                    options()
                            .onExhausted(OnExhausted.REPLACE)
                            .replacement("No.")
                            .build(),
            "ramp=7", options().ramp(7).build());

    private static final GenerationOptions PLAIN =
            options().method(Method.PLAIN).build();

    private static GenerationOptions.Builder options() {
        return GenerationOptions.builder();
    }

    private static Cards engine(boolean judged, GenerationOptions defaults) {
        return Cards.of(
                ScriptedModel.saying("Hello."),
                judged ? new ScriptedReward(text -> 2) : null,
                ChatFormats.of("plain"),
                CardsOptions.builder().llm("scripted").defaults(defaults).build());
    }

    private static GenerationOptions.Builder byHand() {
        return options().targetReward(1.0).rewardTemperature(0.1).uncertaintyThreshold(3.0);
    }

    private static DecodingOptions answered(Cards cards, GenerationOptions asked) {
        return cards.generate(CardsRequest.of("Hi").with(asked)).options();
    }

    @Test
    void howToJudgeIsRefusedBesideTheRequestsOwnPlain() {
        try (Cards cards = engine(true, byHand().build())) {
            JUDGING.forEach((name, asked) -> {
                assertThatThrownBy(() -> answered(
                                cards, asked.toBuilder().method(Method.PLAIN).build()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("method=plain judges nothing", name, "unset method");
                assertThat(answered(cards, asked).method()).isEqualTo(Method.CARDS);
            });
        }
    }

    @Test
    void howToJudgeIsRefusedWithoutARewardModel() {
        try (Cards cards = engine(false, GenerationOptions.none())) {
            JUDGING.forEach((name, asked) -> assertThatThrownBy(() -> answered(cards, asked))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("without a reward model", name, "set reward"));
            assertThatThrownBy(() -> answered(
                            cards, options().strength(0.0).maxAttempts(5).build()))
                    .hasMessageContaining("maxAttempts=5");
            assertThat(answered(cards, options().strength(0.0).topK(3).build()).method())
                    .isEqualTo(Method.PLAIN);
        }
    }

    @Test
    void whatIsSetForAllAnswersMayWait() {
        for (GenerationOptions waiting : JUDGING.values()) {
            GenerationOptions all = byHand().build().overrideWith(waiting);
            try (Cards judged = engine(true, all);
                    Cards unjudged = engine(false, waiting)) {
                assertThat(answered(judged, PLAIN).method()).isEqualTo(Method.PLAIN);
                assertThat(answered(unjudged, GenerationOptions.none()).method())
                        .isEqualTo(Method.PLAIN);
                judged.useProfile("draft", waiting);
                CardsRequest profiled = CardsRequest.of("Hi").withProfile("draft");
                assertThat(judged.generate(profiled.with(PLAIN).withDefaults(waiting))
                                .options()
                                .method())
                        .isEqualTo(Method.PLAIN);
            }
        }
    }

    @Test
    void aReplacementNeedsWhatAsksForIt() {
        GenerationOptions sentence = options().replacement("No.").build();
        try (Cards cards = engine(true, byHand().build())) {
            cards.useProfile(
                    "replacing",
                    options()
                            .onExhausted(OnExhausted.REPLACE)
                            .replacement("Well.")
                            .build());
            cards.useProfile("waiting", sentence);
            assertThatThrownBy(() -> answered(cards, sentence))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("replacement is for onExhausted=replace", "is best here");
            assertThatThrownBy(() -> answered(
                            cards,
                            sentence.toBuilder().onExhausted(OnExhausted.STOP).build()))
                    .hasMessageContaining("is stop here");

            CardsRequest request = CardsRequest.of("Hi");
            assertThat(cards.generate(request.with(sentence).withProfile("replacing"))
                            .options()
                            .alignment()
                            .replacement())
                    .isEqualTo("No.");
            assertThat(cards.generate(request.withProfile("waiting")).text()).isEqualTo("Hello.");
            assertThat(cards.generate(request.withDefaults(sentence)).text()).isEqualTo("Hello.");
        }
    }

    /** Where options meet before they reach the engine, the nearer plain overrides too. */
    @Test
    void aNearerPlainLeavesOutHowToJudge() {
        JUDGING.values().forEach(far -> assertThat(far.overrideWith(PLAIN)).isEqualTo(PLAIN));
    }
}
