package io.github.cards4j.samples.benchmark;

import io.github.cards4j.decoding.Calibration;
import java.util.function.DoubleUnaryOperator;

/** Finds the target reward at which about a given share of candidates is accepted. */
final class TargetAcceptance {

    private static final int STEPS = 8;
    private static final double CLOSE_ENOUGH = 0.02;
    private static final double SPREADS_BELOW = 4;
    private static final double SPREADS_ABOVE = 8;

    private TargetAcceptance() {}

    /** Where to look: well around the rewards of plain answers. */
    static double targetReward(double acceptance, Calibration calibration, DoubleUnaryOperator measured) {
        double[] rewards =
                calibration.rewards().stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Statistics.mean(rewards);
        double spread = Statistics.deviation(rewards);
        return search(acceptance, mean - SPREADS_BELOW * spread, mean + SPREADS_ABOVE * spread, measured);
    }

    /** Bisection: the higher the target, the fewer are accepted. */
    static double search(double acceptance, double low, double high, DoubleUnaryOperator measured) {
        double from = low;
        double to = high;
        for (int i = 0; i < STEPS; i++) {
            double middle = (from + to) / 2;
            double found = measured.applyAsDouble(middle);
            if (Math.abs(found - acceptance) <= CLOSE_ENOUGH) {
                return middle;
            }
            if (found > acceptance) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }
}
