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
        assertThat(uncalibrated.merge(engine, request).targetReward()).isEqualTo(1.0);
        assertThat(calibrated.merge(
                        engine, options().strength(0.8).targetReward(2.0).build()))
                .isEqualTo(options().strength(0.8).targetReward(2.0).topK(5).build());
    }

    @Test
    void strengthZeroIsPlainUnlessAMethodOrAFloorIsAskedFor() {
        assertThat(uncalibrated.resolve(options().strength(0.0).build(), 16))
                .satisfies(resolved -> assertThat(resolved.method()).isEqualTo(Method.PLAIN))
                .satisfies(resolved -> assertThat(resolved.alignment()).isNull());
        assertThat(calibrated
                        .resolve(options().strength(0.0).method(Method.CARDS).build(), 16)
                        .method())
                .isEqualTo(Method.CARDS);
        assertThat(calibrated
                        .resolve(options().strength(0.0).rewardFloor(1.0).build(), 16)
                        .method())
                .isEqualTo(Method.CARDS);
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

        DecodingOptions resolved = uncalibrated.resolve(
                two.uncertaintyThreshold(3.0).maxNewTokens(99).build(), 16);
        assertThat(resolved.alignment().ramp()).isEqualTo(99);
        assertThat(uncalibrated
                        .resolve(options().method(new Method.BestOf(4)).build(), 16)
                        .alignment())
                .isNull();
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
