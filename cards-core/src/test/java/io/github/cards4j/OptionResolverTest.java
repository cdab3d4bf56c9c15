package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.model.Sampling;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OptionResolverTest {

    static final Calibration CALIBRATION = new Calibration(
            "scripted",
            "scripted-reward",
            "plain, closed",
            "temperature 0.7",
            100,
            IntStream.range(0, 100).mapToObj(i -> i / 10.0).toList(),
            37,
            Map.of(0.5, 0.8, 0.9, 2.0),
            1.5,
            19.0);

    private final OptionResolver uncalibrated = new OptionResolver(true, null, "");
    private final OptionResolver calibrated = new OptionResolver(true, CALIBRATION, "");
    private final OptionResolver unjudged = new OptionResolver(false, null, "");

    private static GenerationOptions.Builder options() {
        return GenerationOptions.builder();
    }

    @Test
    void answersOfBestOfNGrowAllAtOnceUnlessFewerAreAskedFor() {
        assertThat(lanes(bestOf(20).maxNewTokens(128))).isEqualTo(20);
        assertThat(lanes(bestOf(20).maxNewTokens(128).maxLanes(3))).isEqualTo(3);
        // many and long: their keys would take more memory, and time, than they save
        assertThat(lanes(bestOf(64).maxNewTokens(128))).isEqualTo(32);
        assertThat(lanes(bestOf(1000).maxNewTokens(8192))).isEqualTo(16);
    }

    private static GenerationOptions.Builder bestOf(int n) {
        return options().method(new Method.BestOf(n));
    }

    private int lanes(GenerationOptions.Builder options) {
        return calibrated.resolve(options.build(), 16).maxLanes();
    }

    @Test
    void moreLanesThanSuitTheDeviceCanBeAskedFor() {
        assertThat(lanes(options().maxLanes(40))).isEqualTo(40);
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        DecodingOptions resolved = calibrated.resolve(GenerationOptions.none(), 16);

        assertThat(resolved.method()).isEqualTo(Method.CARDS);
        assertThat(resolved.sampling()).isEqualTo(new Sampling(0.7, 40, 1.0));
        assertThat(resolved.maxNewTokens()).isEqualTo(256);
        assertThat(resolved.stopSequences()).isEmpty();
        assertThat(resolved.maxLanes()).isEqualTo(16);
        Alignment alignment = resolved.alignment();
        assertThat(alignment.rewardWeight()).isEqualTo(0.5);
        assertThat(alignment.uncertaintyThreshold()).isEqualTo(1.5);
        assertThat(alignment.minSegmentTokens()).isEqualTo(4);
        assertThat(alignment.maxSegmentTokens()).isEqualTo(64);
        assertThat(alignment.maxAttempts()).isEqualTo(21);
        assertThat(alignment.onExhausted()).isEqualTo(OnExhausted.BEST);
        assertThat(alignment.rewardFloor()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(alignment.ramp()).isEqualTo(37);
    }

    @Test
    void aSeedIsDrawnAnewUnlessItIsSet() {
        assertThat(IntStream.range(0, 5)
                        .mapToObj(i ->
                                calibrated.resolve(GenerationOptions.none(), 16).seed())
                        .distinct())
                .hasSizeGreaterThan(1);
        assertThat(calibrated.resolve(options().seed(7L).build(), 16).seed()).isEqualTo(7);
    }

    @Test
    void moreStrengthAimsHigher() {
        double last = Double.NEGATIVE_INFINITY;
        for (double strength : new double[] {0.1, 0.3, 0.5, 0.8, 1.0}) {
            Alignment alignment =
                    calibrated.resolve(options().strength(strength).build(), 16).alignment();
            assertThat(alignment.targetReward()).isGreaterThan(last);
            last = alignment.targetReward();
        }
    }

    @Test
    void aRequestOverridesTheEngineAndBothOverrideTheCalibration() {
        GenerationOptions engine =
                options().targetReward(1.0).rewardTemperature(2.0).topK(5).build();
        GenerationOptions request = options().targetReward(3.0).temperature(0.2).build();

        DecodingOptions resolved = calibrated.resolve(engine.overrideWith(request), 16);

        assertThat(resolved.alignment().targetReward()).isEqualTo(3.0);
        assertThat(resolved.alignment().rewardTemperature()).isEqualTo(2.0);
        assertThat(resolved.alignment().uncertaintyThreshold()).isEqualTo(1.5);
        assertThat(resolved.sampling()).isEqualTo(new Sampling(0.2, 5, 1.0));
    }

    @Test
    void aStrengthNearTheRequestStandsForATargetSetFarther() {
        GenerationOptions engine = options().targetReward(1.0).topK(5).build();
        GenerationOptions request = options().strength(0.8).build();

        assertThat(calibrated.merge(engine, request))
                .isEqualTo(options().strength(0.8).topK(5).build());
        // nobody knows what it means for this pair
        assertThatThrownBy(() -> uncalibrated.merge(engine, request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no calibration, so that strength=0.8 means nothing");
        GenerationOptions best =
                options().method(Method.parse("best-of-n:4")).strength(0.8).build();
        assertThat(uncalibrated.merge(engine, best).targetReward()).isEqualTo(1.0);
        assertThat(calibrated.merge(
                        engine, options().strength(0.8).targetReward(2.0).build()))
                .isEqualTo(options().strength(0.8).targetReward(2.0).topK(5).build());
    }

    private Method resolved(GenerationOptions.Builder options) {
        return calibrated.resolve(options.build(), 16).method();
    }

    /** Exactly, and at its cost, however many lanes there would be. */
    @Test
    void strengthZeroIsPlainUnlessThereIsAFloorOrATargetSetByHand() {
        assertThat(uncalibrated.resolve(options().strength(0.0).build(), 16))
                .satisfies(resolved -> assertThat(resolved.method()).isEqualTo(Method.PLAIN))
                .satisfies(resolved -> assertThat(resolved.alignment()).isNull());
        for (Method method : List.of(Method.CARDS, new Method.Cards(8), new Method.Rejection(3))) {
            GenerationOptions.Builder zero = options().strength(0.0).method(method);
            assertThat(resolved(zero)).isEqualTo(Method.PLAIN);
            assertThat(unjudged.resolve(zero.build(), 16).method()).isEqualTo(Method.PLAIN);
            assertThat(resolved(zero.targetReward(1.0))).isEqualTo(method);
        }
        assertThat(resolved(options().strength(0.0).method(new Method.BestOf(4))))
                .isEqualTo(new Method.BestOf(4));
        assertThat(resolved(options().strength(0.0).rewardFloor(1.0))).isEqualTo(Method.CARDS);
        assertThat(resolved(options().strength(0.0).rewardFloor(1.0).method(new Method.Cards(8))))
                .isEqualTo(new Method.Cards(8));
        // which is none
        assertThat(resolved(options().strength(0.0).rewardFloor(Double.NEGATIVE_INFINITY)))
                .isEqualTo(Method.PLAIN);
        assertThat(unjudged.resolve(
                                options().rewardFloor(Double.NEGATIVE_INFINITY).build(), 16)
                        .method())
                .isEqualTo(Method.PLAIN);
    }

    /** A strength of 0 that is asked for overrides whatever would judge answers, but a floor. */
    @Test
    void strengthZeroOverridesWhatLiesFartherAway() {
        GenerationOptions zero = options().strength(0.0).build();
        for (GenerationOptions.Builder far : List.of(
                options().targetReward(1.0).rewardTemperature(0.5).uncertaintyThreshold(1.0),
                options().strength(0.9),
                options().method(new Method.Cards(4)).targetReward(1.0),
                options().method(new Method.BestOf(4)),
                options().method(Method.PLAIN))) {
            for (OptionResolver resolver : List.of(calibrated, uncalibrated)) {
                assertThat(resolver.resolve(resolver.merge(far.build(), zero), 16)
                                .method())
                        .as("%s", far.build())
                        .isEqualTo(Method.PLAIN);
            }
        }
        assertThat(resolved(calibrated.merge(options().rewardFloor(1.0).build(), zero).toBuilder()))
                .isEqualTo(Method.CARDS);
    }

    @Test
    void whoeverAsksForAlignmentIsNotAnsweredPlainly() {
        GenerationOptions none = GenerationOptions.none();
        GenerationOptions plain = options().method(Method.PLAIN).build();
        GenerationOptions zero = options().strength(0.0).build();
        Map<String, GenerationOptions> asked = Map.of(
                "strength=0.8", options().strength(0.8).build(),
                "targetReward=1.5", options().targetReward(1.5).build(),
                "rewardFloor=-2.0", options().rewardFloor(-2.0).build());
        asked.forEach((name, near) -> {
            GenerationOptions both = near.toBuilder().method(Method.PLAIN).build();
            for (GenerationOptions far :
                    List.of(none, options().method(Method.CARDS).build())) {
                assertThatThrownBy(() -> calibrated.merge(far, both))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("method=plain judges nothing", name);
            }
            assertThatThrownBy(() -> calibrated.merge(plain, near))
                    .hasMessageContainingAll("method=plain judges nothing", name);
            assertThatThrownBy(
                            () -> CardsOptions.builder().llm("x").defaults(both).build())
                    .hasMessageContainingAll("method=plain judges nothing", name);
            assertThatThrownBy(() -> CardsOptions.builder()
                            .llm("x")
                            .defaults(plain)
                            .profiles(Map.of("strict", near))
                            .build())
                    .hasMessageContainingAll("profile strict", "method=plain judges nothing", name);
            // the other way round it overrides
            assertThat(calibrated.resolve(calibrated.merge(near, plain), 16).method())
                    .isEqualTo(Method.PLAIN);
            assertThat(near.overrideWith(plain)).isEqualTo(plain);
        });
        GenerationOptions target = options().targetReward(1.5).build();
        assertThatThrownBy(() -> calibrated.merge(zero, target))
                .hasMessageContainingAll("strength=0 judges nothing", "targetReward=1.5");
        assertThatThrownBy(() -> calibrated.merge(
                        none,
                        target.overrideWith(zero).toBuilder().targetReward(1.5).build()))
                .hasMessageContaining("strength=0 judges nothing");
        assertThat(calibrated
                        .merge(options().strength(0.0).rewardFloor(0.0).build(), target)
                        .targetReward())
                .isEqualTo(1.5);
    }

    /** Whether the two meet in the engine or in a builder. */
    @Test
    void strengthZeroOverridesTheBestOfSeveralWhereverTheyMeet() {
        GenerationOptions zero = options().strength(0.0).build();
        for (Method best : List.of(new Method.BestOf(4), new Method.BestOfSequential(4))) {
            GenerationOptions far = options().method(best).topK(5).build();
            assertThat(far.overrideWith(zero))
                    .isEqualTo(calibrated.merge(far, zero))
                    .isEqualTo(options().strength(0.0).topK(5).build());
        }
        assertThat(options()
                        .method(new Method.Cards(4))
                        .build()
                        .overrideWith(zero)
                        .method())
                .isEqualTo(new Method.Cards(4));
    }

    @Test
    void aStrengthOverATargetLeavesTheStrength() {
        GenerationOptions strength = options().strength(0.8).build();
        assertThat(options().targetReward(1.0).topK(5).build().overrideWith(strength))
                .isEqualTo(options().strength(0.8).topK(5).build());
    }

    /** As a profile does that takes back the floor of every answer. */
    @Test
    void noFloorIsNoFloorHoweverItIsSaid() {
        GenerationOptions unfloored =
                options().strength(0.0).rewardFloor(Double.NEGATIVE_INFINITY).build();
        assertThat(calibrated.resolve(unfloored, 16).method()).isEqualTo(Method.PLAIN);
        assertThat(unjudged.resolve(unfloored, 16).method()).isEqualTo(Method.PLAIN);
        GenerationOptions unset =
                options().rewardFloor(Double.NEGATIVE_INFINITY).build();
        assertThat(unjudged.resolve(unset, 16).method()).isEqualTo(Method.PLAIN);
    }

    @Test
    void withoutACalibrationAllThreeNumbersAreNeeded() {
        GenerationOptions.Builder two = options().targetReward(1.0).rewardTemperature(0.5);
        assertThatThrownBy(() -> uncalibrated.resolve(two.build(), 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("calibrate", "targetReward", "rewardTemperature", "uncertaintyThreshold");

        // a longer answer is aligned as strongly
        for (int longest : new int[] {99, 5000}) {
            DecodingOptions resolved = uncalibrated.resolve(
                    two.uncertaintyThreshold(3.0).maxNewTokens(longest).build(), 16);
            assertThat(resolved.alignment().ramp()).isEqualTo(128);
        }
        assertThat(uncalibrated
                        .resolve(options().method(new Method.BestOf(4)).build(), 16)
                        .alignment())
                .isNull();
    }

    /** Also where other answers have a target by hand, which strength 0 takes back. */
    @Test
    void strengthZeroWithAFloorNeedsNoCalibration() {
        GenerationOptions byHand = options()
                .targetReward(9.0)
                .rewardTemperature(0.5)
                .uncertaintyThreshold(2.0)
                .rewardWeight(0.25)
                .rewardFloor(2.0)
                .build();
        GenerationOptions merged =
                uncalibrated.merge(byHand, options().strength(0.0).build());
        DecodingOptions resolved = uncalibrated.resolve(merged, 16);
        assertThat(resolved.method()).isEqualTo(Method.CARDS);
        Alignment alignment = resolved.alignment();
        assertThat(alignment.rewardFloor()).isEqualTo(2.0);
        for (int t : List.of(1, 50, 500)) {
            // however high the empty answer's reward is
            assertThat(alignment.threshold(20.0, t)).isEqualTo(2.0);
        }
    }

    /** The floor is a promise: no method that judges may pass over it because other numbers are not known. */
    @Test
    void theFloorHoldsWithoutACalibration() {
        for (Method method : List.of(new Method.BestOf(4), new Method.BestOfSequential(4))) {
            GenerationOptions floored = options()
                    .method(method)
                    .rewardFloor(2.0)
                    .onExhausted(OnExhausted.REPLACE)
                    .replacement("Sorry.")
                    .build();
            Alignment alignment = uncalibrated.resolve(floored, 16).alignment();
            assertThat(alignment).isNotNull();
            assertThat(alignment.rewardFloor()).isEqualTo(2.0);
            assertThat(alignment.onExhausted()).isEqualTo(OnExhausted.REPLACE);
            assertThat(alignment.replacement()).isEqualTo("Sorry.");
        }
    }

    @Test
    void withoutARewardModelNothingPretendsToBeAligned() {
        assertThat(unjudged.resolve(GenerationOptions.none(), 16).method()).isEqualTo(Method.PLAIN);
        assertThatThrownBy(() -> unjudged.resolve(options().strength(0.5).build(), 16))
                .hasMessageContaining("strength=0.5 cannot be met without a reward model");
        assertThatThrownBy(() -> unjudged.resolve(options().rewardFloor(0.5).build(), 16))
                .hasMessageContaining("rewardFloor=0.5 cannot be met without a reward model");
        assertThatThrownBy(() -> unjudged.resolve(options().method(Method.CARDS).build(), 16))
                .hasMessageContaining("method cards needs a reward model");
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> options().strength(1.1).build()).hasMessageContaining("strength");
        assertThatThrownBy(() -> options().temperature(-1.0).build()).hasMessageContaining("temperature");
        assertThatThrownBy(() -> options().temperature(1e-40).build())
                .hasMessageContaining("temperature must be 0, or 1.0E-30 or more");
        assertThatThrownBy(() -> options().topP(0.0).build()).hasMessageContaining("topP");
        assertThatThrownBy(() -> options().topK(-1).build()).hasMessageContaining("topK");
        assertThatThrownBy(() -> options().maxNewTokens(0).build()).hasMessageContaining("maxNewTokens");
        assertThatThrownBy(() -> options().rewardWeight(2.0).build()).hasMessageContaining("rewardWeight");
        assertThatThrownBy(() -> options().rewardTemperature(0.0).build()).hasMessageContaining("rewardTemperature");
        assertThatThrownBy(() -> options().targetReward(Double.NaN).build()).hasMessageContaining("targetReward");
        assertThatThrownBy(
                        () -> options().minSegmentTokens(9).maxSegmentTokens(8).build())
                .hasMessageContaining("maxSegmentTokens");
        assertThatThrownBy(() -> options().maxAttempts(0).build()).hasMessageContaining("maxAttempts");
        assertThatThrownBy(() -> options().maxLanes(0).build()).hasMessageContaining("maxLanes");
        assertThatThrownBy(() -> options().ramp(0).build()).hasMessageContaining("ramp");
        assertThatThrownBy(() -> options().stopSequences(List.of("")).build()).hasMessageContaining("stopSequences");
        assertThatThrownBy(() -> options().deadline(java.time.Duration.ZERO).build())
                .hasMessageContaining("deadline");
        assertThat(options().minSegmentTokens(100).build().minSegmentTokens()).isEqualTo(100);
    }

    @Test
    void engineOptionsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> CardsOptions.builder().llm("x").device("gpu").build())
                .hasMessageContaining("device must be auto, cpu or cuda:N, but is 'gpu'");
        assertThatThrownBy(() -> CardsOptions.builder().llm("x").dtype("int8").build())
                .hasMessageContaining("dtype");
        assertThatThrownBy(() ->
                        CardsOptions.builder().llm("x").rewardConvention("half").build())
                .hasMessageContaining("rewardConvention");
        assertThatThrownBy(
                        () -> CardsOptions.builder().llm("x").queueCapacity(0).build())
                .hasMessageContaining("queueCapacity");
        assertThatThrownBy(() -> CardsOptions.builder().llm("x").threads(-1).build())
                .hasMessageContaining("threads");
        assertThatThrownBy(() -> CardsOptions.builder().build()).hasMessageContaining("no language model");
    }
}
