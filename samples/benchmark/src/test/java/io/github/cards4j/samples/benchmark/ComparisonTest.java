package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.decoding.Method;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Method SEQUENTIAL = new Method.BestOfSequential(20);
    private final List<Run> runs = List.of(
            new Run(Method.PLAIN, 1, answers(Method.PLAIN, 0, 110, 210)),
            new Run(Method.CARDS, 1, answers(Method.CARDS, 1, 210, 410)),
            new Run(SEQUENTIAL, 1, answers(SEQUENTIAL, 1, 1100, 2100)),
            new Run(Method.PLAIN, 2, answers(Method.PLAIN, 1, 110, 210)),
            new Run(Method.CARDS, 2, answers(Method.CARDS, 2, 210, 410)),
            new Run(SEQUENTIAL, 2, answers(SEQUENTIAL, 1, 1100, 2100)));

    @Test
    void timeWithoutPrefillIsAMultipleOfPlain() {
        Statistics.Estimate time =
                Comparison.of(runs, Method.CARDS, Method.PLAIN).decodingTime();

        assertThat(time.value()).isCloseTo(2, within(1e-9));
        assertThat(time.low()).isCloseTo(2, within(1e-9));
    }

    @Test
    void wholeTimesAndFirstSegments() {
        Comparison comparison = Comparison.of(runs, Method.CARDS, SEQUENTIAL);

        assertThat(comparison.time().value()).isCloseTo(620.0 / 3200, within(1e-9));
        assertThat(comparison.firstSegment().value()).isCloseTo(155.0 / 800, within(1e-9));
        assertThat(comparison.tokensProposed().value()).isEqualTo(1);
    }

    @Test
    void rewardsInPlainSpreads() {
        Comparison comparison = Comparison.of(runs, Method.CARDS, SEQUENTIAL);

        assertThat(comparison.reward(0.25).value()).isCloseTo(0.5 / 0.25, within(1e-9));
    }

    @Test
    void rewardTokensReadAgainstTheLeast() {
        List<Run> own = Comparison.ofMethod(runs, Method.CARDS);

        assertThat(new Comparison(own, own).rewardTokensRead().value()).isEqualTo(1);
    }

    @Test
    void theTableSaysAllOfIt() {
        assertThat(String.join("\n", Table.comparisons(runs)))
                .contains("time an accepted token without prefill / plain")
                .contains("2.00  [2.00, 2.00]")
                .contains("time an answer / best-of-n-sequential:20")
                .contains("mean acceptance");
        assertThat(Table.runs(runs)).hasSize(2 + runs.size());
    }

    @Test
    void theChartShowsEveryMethod() {
        BufferedImage image = Chart.draw("Methods", runs);

        int marks = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                marks += image.getRGB(x, y) == 0xFF0969DA ? 1 : 0;
            }
        }
        assertThat(marks).as("pixels in the colour of CARDS").isGreaterThan(50);
    }

    @Test
    void ticksAreRoundNumbers() {
        assertThat(Chart.ticks(0, 152)).containsExactly(0, 50, 100, 150);
        assertThat(Chart.ticks(-0.72, 4.42)).containsExactly(0, 2, 4);
        assertThat(Chart.ticks(1.1, 1.6)).containsExactly(new double[] {1.2, 1.4, 1.6}, within(1e-9));
    }

    private static List<Answer> answers(Method method, double reward, long first, long second) {
        return List.of(Samples.answer(method, reward, first, null), Samples.answer(method, reward, second, null));
    }
}
