package io.github.cards4j.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {

    private static Alignment alignment(double target, double weight, int ramp) {
        return new Alignment(target, weight, 1, 3, 4, 64, 21, OnExhausted.BEST, "", Double.NEGATIVE_INFINITY, ramp);
    }

    /** The paper's numbers: r* 8.5, α ½, over 128 tokens. */
    @ParameterizedTest
    @CsvSource({"0.5, 0, 4.5", "0.5, 64, 6.5", "0.5, 128, 8.5", "0.5, 1000, 8.5", "8.5, 50, 8.5"})
    void theThresholdRisesToTheTargetAndStaysThere(double promptReward, int tokens, double threshold) {
        assertThat(alignment(8.5, 0.5, 128).threshold(promptReward, tokens)).isEqualTo(threshold);
    }

    /** An empty answer may have a better reward than the target: the threshold never falls below the target for that. */
    @ParameterizedTest
    @CsvSource({"0", "10", "20", "21", "1000"})
    void theThresholdOfAPromptAboveTheTargetIsTheTarget(int tokens) {
        assertThat(alignment(2, 0.5, 20).threshold(6, tokens)).isEqualTo(2);
    }

    @Test
    void optionsOutOfRangeAreNamedWithTheirValue() {
        assertThatThrownBy(() -> alignment(Double.NaN, 0.5, 20)).hasMessageContaining("targetReward");
        assertThatThrownBy(() -> alignment(1, 1.5, 20))
                .hasMessageContaining("rewardWeight")
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> alignment(1, 0.5, 0))
                .hasMessageContaining("ramp")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> new Alignment(1, 1, 1, 3, 4, 64, 21, OnExhausted.REPLACE, " ", 0, 1))
                .hasMessageContaining("replacement");
    }
}
