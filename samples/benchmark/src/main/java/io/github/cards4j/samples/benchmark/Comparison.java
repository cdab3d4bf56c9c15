package io.github.cards4j.samples.benchmark;

import io.github.cards4j.decoding.Method;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two methods on the same prompts with the same seeds. Intervals come from drawing prompts anew, all seeds of a prompt
 * together.
 *
 * @param ours runs of one method, a seed each
 * @param theirs runs of the other with the same seeds in the same order
 */
record Comparison(List<Run> ours, List<Run> theirs) {

    static Comparison of(List<Run> runs, Method ours, Method theirs) {
        return new Comparison(ofMethod(runs, ours), ofMethod(runs, theirs));
    }

    static List<Run> ofMethod(List<Run> runs, Method method) {
        return runs.stream().filter(run -> run.method().equals(method)).toList();
    }

    /** Time an accepted token without prefill, as a multiple of theirs. */
    Statistics.Estimate decodingTime() {
        return ratio(Answer::millisAfterPrefill, answer -> answer.counters().tokensAccepted());
    }

    /** Time an answer, as a multiple of theirs. */
    Statistics.Estimate time() {
        return ratio(Answer::millis, answer -> 1);
    }

    Statistics.Estimate tokensProposed() {
        return ratio(answer -> answer.counters().tokensProposed(), answer -> 1);
    }

    /** Median time to the first segment, as a multiple of theirs. */
    Statistics.Estimate firstSegment() {
        double[][] a = perPrompt(ours, Answer::millisToFirstSegment);
        double[][] b = perPrompt(theirs, Answer::millisToFirstSegment);
        return Statistics.bootstrap(a.length, indices -> median(a, indices) / median(b, indices));
    }

    /** Our mean reward less theirs, in standard deviations of plain answers' rewards. */
    Statistics.Estimate reward(double plainDeviation) {
        double[] a = sums(ours, Answer::reward);
        double[] b = sums(theirs, Answer::reward);
        int seeds = ours.size();
        return Statistics.bootstrap(
                a.length,
                indices -> (Statistics.sum(a, indices) - Statistics.sum(b, indices))
                        / (seeds * indices.length * plainDeviation));
    }

    /** Reward tokens that we read, as a multiple of the tokens that we proposed and the prompts' tokens. */
    Statistics.Estimate rewardTokensRead() {
        double[] read = sums(ours, answer -> answer.counters().rewardTokensRead());
        double[] least = sums(
                ours,
                answer -> answer.counters().tokensProposed() + answer.response().promptTokens());
        return Statistics.bootstrap(
                read.length, indices -> Statistics.sum(read, indices) / Statistics.sum(least, indices));
    }

    private Statistics.Estimate ratio(ToDoubleFunction<Answer> value, ToDoubleFunction<Answer> per) {
        double[] a = sums(ours, value);
        double[] aPer = sums(ours, per);
        double[] b = sums(theirs, value);
        double[] bPer = sums(theirs, per);
        return Statistics.bootstrap(
                a.length,
                indices -> Statistics.sum(a, indices)
                        / Statistics.sum(aPer, indices)
                        / (Statistics.sum(b, indices) / Statistics.sum(bPer, indices)));
    }

    /** Prompts that all runs have answered. */
    private int prompts() {
        return Math.min(least(ours), least(theirs));
    }

    private static int least(List<Run> runs) {
        return runs.stream().mapToInt(run -> run.answers().size()).min().orElse(0);
    }

    /** [prompts, seeds] */
    private double[][] perPrompt(List<Run> runs, ToDoubleFunction<Answer> value) {
        double[][] values = new double[prompts()][runs.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < runs.size(); j++) {
                values[i][j] = value.applyAsDouble(runs.get(j).answers().get(i));
            }
        }
        return values;
    }

    private double[] sums(List<Run> runs, ToDoubleFunction<Answer> value) {
        double[][] values = perPrompt(runs, value);
        double[] sums = new double[values.length];
        for (int i = 0; i < sums.length; i++) {
            for (double each : values[i]) {
                sums[i] += each;
            }
        }
        return sums;
    }

    private static double median(double[][] values, int[] indices) {
        double[] drawn = new double[indices.length * values[0].length];
        int next = 0;
        for (int index : indices) {
            for (double value : values[index]) {
                drawn[next++] = value;
            }
        }
        return Statistics.median(drawn);
    }
}
