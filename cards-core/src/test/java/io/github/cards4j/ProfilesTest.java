package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.template.ChatFormats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One engine serves several policies, which may change while it runs. */
@Timeout(120)
class ProfilesTest {

    private static final GenerationOptions DEFAULTS = GenerationOptions.builder()
            .targetReward(1.0)
            .rewardTemperature(0.1)
            .uncertaintyThreshold(3.0)
            .maxNewTokens(50)
            .temperature(0.5)
            .build();

    private final Cards cards = Cards.of(
            ScriptedModel.saying("Hello."),
            new ScriptedReward(text -> 2),
            ChatFormats.of("plain"),
            CardsOptions.builder()
                    .llm("scripted")
                    .defaults(DEFAULTS)
                    .profiles(Map.of(
                            "support",
                            GenerationOptions.builder()
                                    .maxNewTokens(40)
                                    .targetReward(2.0)
                                    .build()))
                    .build());

    @AfterEach
    void close() {
        cards.close();
    }

    private DecodingOptions answered(CardsRequest request) {
        return cards.generate(request).options();
    }

    @Test
    void aRequestCountsBeforeItsProfileAndThatBeforeTheDefaults() {
        CardsRequest request = CardsRequest.of("Hi")
                .with(GenerationOptions.builder().maxNewTokens(30).build());
        DecodingOptions options = answered(request.withProfile("support"));

        assertThat(options.maxNewTokens()).isEqualTo(30);
        assertThat(options.alignment().targetReward()).isEqualTo(2.0);
        assertThat(options.sampling().temperature()).isEqualTo(0.5);
        assertThat(answered(request).alignment().targetReward()).isEqualTo(1.0);
        assertThat(answered(CardsRequest.of("Hi").withProfile("support")).maxNewTokens())
                .isEqualTo(40);
    }

    @Test
    void defaultsOfWhoeverPassesARequestOnStandBetweenTheProfileAndTheEngine() {
        CardsRequest request = CardsRequest.of("Hi")
                .withDefaults(GenerationOptions.builder()
                        .maxNewTokens(45)
                        .temperature(0.8)
                        .rewardFloor(-1.0)
                        .build());

        assertThat(answered(request).maxNewTokens()).isEqualTo(45);
        DecodingOptions options = answered(request.withProfile("support"));
        assertThat(options.maxNewTokens()).isEqualTo(40);
        assertThat(options.sampling().temperature()).isEqualTo(0.8);
        cards.useProfile(
                "plain", GenerationOptions.builder().method(Method.PLAIN).build());
        assertThat(answered(request.withProfile("plain")).method()).isEqualTo(Method.PLAIN);
    }

    /** What would have no effect is refused; what a nearer place overrides is not asked for. */
    @Test
    void defaultsThatWouldHaveNoEffectAreRefusedUnlessTheyAreOverridden() {
        cards.useProfile("support", null);
        cards.useDefaults(
                DEFAULTS.toBuilder().targetReward(null).method(Method.PLAIN).build());
        CardsRequest request = CardsRequest.of("Hi")
                .withDefaults(GenerationOptions.builder().targetReward(1.0).build());

        assertThatThrownBy(() -> answered(request)).hasMessageContaining("method=plain judges nothing");
        assertThat(answered(request.with(
                                GenerationOptions.builder().method(Method.CARDS).build()))
                        .method())
                .isEqualTo(Method.CARDS);
    }

    @Test
    void anUnknownProfileIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi").withProfile("sales")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'sales'", "support");
    }

    @Test
    void defaultsAndProfilesChangeForTheRequestsThatFollow() {
        cards.useDefaults(DEFAULTS.toBuilder().temperature(0.9).maxNewTokens(20).build());
        cards.useProfile("sales", GenerationOptions.builder().maxNewTokens(10).build());

        assertThat(answered(CardsRequest.of("Hi")).maxNewTokens()).isEqualTo(20);
        DecodingOptions sales = answered(CardsRequest.of("Hi").withProfile("sales"));
        assertThat(sales.maxNewTokens()).isEqualTo(10);
        assertThat(sales.sampling().temperature()).isEqualTo(0.9);
        assertThat(cards.profiles()).containsOnlyKeys("sales", "support");

        cards.useProfile("sales", null);
        assertThat(cards.profiles()).containsOnlyKeys("support");
    }

    @Test
    void optionsAreMergedByTheRuleOfRequests() {
        GenerationOptions strength = GenerationOptions.builder().strength(0.8).build();
        assertThatThrownBy(() -> cards.merge(DEFAULTS, strength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no calibration, so that strength=0.8 means nothing");

        cards.calibrate(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        assertThat(cards.merge(DEFAULTS, strength))
                .isEqualTo(DEFAULTS.toBuilder().strength(0.8).targetReward(null).build());
    }

    /** Three numbers are set by hand, and a strength would not change them. */
    @Test
    void aStrengthIsRefusedAsLongAsThereIsNoCalibration() {
        GenerationOptions strength = GenerationOptions.builder().strength(0.8).build();
        String refused = "strength=0.8 means nothing";
        assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi").with(strength)))
                .hasMessageContaining(refused);
        assertThatThrownBy(() -> cards.useProfile("sales", strength)).hasMessageContaining(refused);
        assertThat(cards.profiles()).containsOnlyKeys("support");
        GenerationOptions zero = GenerationOptions.builder().strength(0.0).build();
        assertThat(answered(CardsRequest.of("Hi").with(zero)).alignment()).isNull();

        cards.calibrate(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        assertThat(answered(CardsRequest.of("Hi").with(strength)).alignment().targetReward())
                .isEqualTo(cards.calibration().targetReward(0.8));
    }

    @Test
    void defaultsThatBreakAProfileAreRefused() {
        cards.useProfile(
                "short", GenerationOptions.builder().maxSegmentTokens(8).build());
        cards.useProfile("later", GenerationOptions.builder().topK(8).build());
        GenerationOptions longer = DEFAULTS.toBuilder().minSegmentTokens(9).build();
        assertThatThrownBy(() -> cards.useDefaults(longer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("the profile short (", "minSegmentTokens")
                .hasMessageNotContaining("support");
        GenerationOptions plain =
                GenerationOptions.builder().method(Method.PLAIN).build();
        assertThatThrownBy(() -> cards.useDefaults(plain))
                .hasMessageContainingAll("the profile support (", "method=plain judges nothing");
        assertThat(cards.defaults()).isEqualTo(DEFAULTS);

        cards.useProfile("short", null);
        cards.useDefaults(longer);
        assertThat(cards.defaults()).isEqualTo(longer);
    }

    /** As one that waits for a calibration: it hinders no change of the defaults. */
    @Test
    void aProfileThatCouldNotBeUsedBeforeHindersNothing() {
        GenerationOptions strength = GenerationOptions.builder().strength(0.8).build();
        try (Cards waiting = Cards.of(
                ScriptedModel.saying("Hello."),
                new ScriptedReward(text -> 2),
                ChatFormats.of("plain"),
                CardsOptions.builder()
                        .llm("scripted")
                        .defaults(DEFAULTS)
                        .profiles(Map.of("strict", strength))
                        .build())) {
            GenerationOptions colder = DEFAULTS.toBuilder().temperature(0.3).build();
            waiting.useDefaults(colder);
            assertThat(waiting.defaults()).isEqualTo(colder);
        }
    }

    @Test
    void whatNoAnswerCouldBeGivenWithChangesNothing() {
        GenerationOptions uncalibrated =
                GenerationOptions.builder().strength(0.5).build();
        assertThatThrownBy(() -> cards.useDefaults(uncalibrated))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("calibration");
        assertThat(cards.defaults()).isEqualTo(DEFAULTS);
        assertThatThrownBy(() -> cards.useProfile(" ", GenerationOptions.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank name");
        assertThatThrownBy(() -> CardsOptions.builder()
                        .llm("x")
                        .profiles(Map.of("", GenerationOptions.none()))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank name");
    }
}
