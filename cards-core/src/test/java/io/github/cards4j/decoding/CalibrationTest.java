package io.github.cards4j.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

    /** Plain answers whose rewards are exactly the quantiles of a distribution. */
    private static Calibration exact(int n, DoubleUnaryOperator quantile) {
        return calibration(IntStream.range(0, n)
                .mapToObj(i -> quantile.applyAsDouble((i + 0.5) / n))
                .toList());
    }

    private static Calibration calibration(List<Double> rewards) {
        return Calibrations.measure(
                "llm",
                "reward",
                "closed",
                "T=0.7",
                rewards.stream()
                        .map(r -> new PlainAnswer(r, Collections.nCopies(30, 0.5)))
                        .toList());
    }

    @Test
    void theDialIsBestOfN() {
        assertThat(Strength.answers(0)).isEqualTo(1);
        assertThat(Strength.answers(0.5)).isCloseTo(20, within(1e-9));
        assertThat(Strength.answers(1)).isCloseTo(400, within(1e-9));
        assertThat(Strength.plain(0)).isTrue();
        assertThat(Strength.plain(0.001)).isFalse();
        assertThatThrownBy(() -> Strength.answers(1.1)).hasMessageContaining("[0, 1]");
    }

    /** Distributions whose tails the fit can follow: it must find their quantiles from 100 values. */
    @ParameterizedTest
    @CsvSource({"0.3", "0.5", "0.7", "1.0"})
    void theTargetIsTheQuantileThatTheBestOfSoManyReaches(double strength) {
        double missing = 1 / Strength.answers(strength);
        assertThat(exact(100, p -> -Math.log(1 - p)).targetReward(strength))
                .as("exponential")
                .isCloseTo(-Math.log(missing), within(0.25));
        assertThat(exact(100, p -> p).targetReward(strength)).as("uniform").isCloseTo(1 - missing, within(0.02));
    }

    @Test
    void aTargetBeyondTheDataLiesBeyondTheData() {
        List<Double> rewards = List.of(-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0);
        Calibration calibration = calibration(rewards);
        assertThat(calibration.targetReward(1)).isGreaterThan(4).isLessThan(15);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theTargetRisesWithStrengthWithoutJumps(long seed) {
        Random random = new Random(seed);
        List<Double> rewards = random.doubles(8 + (int) (seed * 13))
                .map(u -> seed % 2 == 0 ? u : random.nextGaussian() + (u < 0.5 ? 4 : 0))
                .boxed()
                .sorted()
                .toList();
        Calibration calibration = calibration(rewards);
        double range = rewards.get(rewards.size() - 1) - rewards.get(0);
        double former = calibration.targetReward(0);
        for (int i = 1; i <= 1000; i++) {
            double target = calibration.targetReward(i / 1000.0);
            assertThat(target).isBetween(former, former + range / 5);
            former = target;
        }
        assertThat(calibration.targetReward(1)).isGreaterThan(calibration.targetReward(0.5));
        assertThat(calibration.targetReward(0.5)).isGreaterThan(calibration.targetReward(0.1));
    }

    @Test
    void alignmentComesFromTheCalibration() {
        Calibration calibration = exact(200, p -> 10 + 3 * p);
        Alignment alignment = calibration.alignment(0.5);
        assertThat(alignment.targetReward()).isCloseTo(12.85, within(0.01));
        assertThat(alignment.rewardTemperature())
                .isCloseTo(Calibration.REWARD_TEMPERATURE_PER_SPREAD * 3 / Math.sqrt(12), within(1e-2));
        assertThat(alignment.ramp()).isEqualTo(30);
        assertThat(alignment.uncertaintyThreshold()).isEqualTo(calibration.uncertaintyThreshold());
        assertThatThrownBy(() -> calibration.alignment(0)).hasMessageContaining("plain");
    }

    @Test
    void equalRewardsStillGiveAlignment() {
        Alignment alignment = exact(20, p -> 2).alignment(1);
        assertThat(alignment.targetReward()).isEqualTo(2);
        assertThat(alignment.rewardTemperature()).isPositive();
    }

    /** Every 9th token is uncertain, with an entropy of 2 nats or more; every 3rd a little. */
    @Test
    void theUncertaintyThresholdDividesAnswersIntoSegmentsOfAboutTenTokens() {
        List<PlainAnswer> answers = new ArrayList<>();
        for (int a = 0; a < 20; a++) {
            int shift = a;
            answers.add(new PlainAnswer(
                    a,
                    IntStream.range(0, 180)
                            .mapToObj(i -> (i + shift) % 9 == 0 ? 2 + i / 1000.0 : (i + shift) % 3 == 0 ? 1.0 : 0.1)
                            .toList()));
        }
        Calibration calibration = Calibrations.measure("llm", "reward", "closed", "", answers);
        assertThat(calibration.uncertaintyThreshold()).isBetween(1.5, 2.1);
        assertThat(calibration.meanSegmentTokens()).isBetween(8.0, 11.0);
        assertThat(calibration.medianTokens()).isEqualTo(180);
        assertThat(calibration.entropyQuantiles()).containsEntry(0.5, 0.1).containsKey(0.99);
    }

    @Test
    void segmentsNeverExceedTheLongestEvenIfNothingIsUncertain() {
        List<PlainAnswer> answers = Collections.nCopies(8, new PlainAnswer(0, Collections.nCopies(640, 0.0)));
        Calibration calibration = Calibrations.measure("llm", "reward", "closed", "", answers);
        // Either every segment has the least length, or the most: the least is nearer to 10.
        assertThat(calibration.meanSegmentTokens()).isEqualTo(4);
        assertThat(Calibrations.TARGET_SEGMENT_TOKENS).isEqualTo(10);
    }

    @Test
    void badCalibrationsAreNamed() {
        assertThatThrownBy(() -> Calibrations.measure("l", "r", "c", "s", List.of()))
                .hasMessageContaining("at least 8");
        assertThatThrownBy(() -> new PlainAnswer(Double.NaN, List.of(1.0))).hasMessageContaining("NaN");
        assertThatThrownBy(
                        () -> new Calibration("l", "r", "c", "s", 2, List.of(2.0, 1.0), 3, java.util.Map.of(), 1, 20))
                .hasMessageContaining("ascending");
    }
}
