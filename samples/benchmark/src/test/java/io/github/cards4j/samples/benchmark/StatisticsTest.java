package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void medians() {
        assertThat(Statistics.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Statistics.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
        assertThat(Statistics.median(new double[] {})).isNaN();
    }

    @Test
    void quantiles() {
        double[] values = new double[40];
        java.util.Arrays.setAll(values, i -> 40 - i);
        assertThat(Statistics.quantile(values, 0.95)).isEqualTo(38);
        assertThat(Statistics.quantile(new double[] {7}, 0.95)).isEqualTo(7);
        assertThat(Statistics.quantile(new double[] {}, 0.95)).isNaN();
    }

    @Test
    void sampleDeviation() {
        assertThat(Statistics.deviation(new double[] {2, 4, 4, 4, 5, 5, 7, 9})).isCloseTo(2.13809, within(1e-5));
    }

    /** Of a mean, the bootstrap's interval is nearly mean ± 1.96 deviation / √n. */
    @Test
    void theIntervalOfAMeanIsTheNormalOne() {
        Random random = new Random(3);
        double[] values = random.doubles(400, 0, 1).toArray();
        double half = 1.96 * Statistics.deviation(values) / Math.sqrt(400);

        Statistics.Estimate estimate =
                Statistics.bootstrap(400, indices -> Statistics.sum(values, indices) / indices.length);

        assertThat(estimate.value()).isCloseTo(Statistics.mean(values), within(1e-12));
        assertThat(estimate.high() - estimate.value()).isCloseTo(half, within(0.1 * half));
        assertThat(estimate.value() - estimate.low()).isCloseTo(half, within(0.1 * half));
    }

    /** Pairs stay together: where one value is always twice the other, their ratio is known exactly. */
    @Test
    void pairingTakesSharedNoiseOut() {
        double[] values = new Random(5).doubles(50, 1, 100).toArray();
        double[] doubled = new double[50];
        java.util.Arrays.setAll(doubled, i -> 2 * values[i]);

        Statistics.Estimate estimate =
                Statistics.bootstrap(50, indices -> Statistics.sum(doubled, indices) / Statistics.sum(values, indices));

        assertThat(estimate.low()).isCloseTo(2, within(1e-9));
        assertThat(estimate.high()).isCloseTo(2, within(1e-9));
    }
}
