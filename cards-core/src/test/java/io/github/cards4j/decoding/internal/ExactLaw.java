package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.fake.FakeLanguageModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The distribution of answers under CARDS, by enumerating every segment: written from the law alone, sharing nothing with
 * the code that it tests.
 */
final class ExactLaw {

    /** An answer as its segments' tokens, and why it ended. */
    record Outcome(List<List<Integer>> segments, FinishReason reason) {}

    private record Piece(List<Integer> tokens, double probability, boolean last, FinishReason reason) {}

    private record Judged(Piece piece, double reward, double acceptance) {}

    private final Function<List<Integer>, double[]> next;
    private final ToDoubleFunction<List<Integer>> reward;
    private final Alignment law;
    private final int end;
    private final int maxNewTokens;
    /** Where there is no choice of what comes next, so that no segment ends. */
    private final Predicate<List<Integer>> forced;

    /**
     * @param next next-token distribution after an answer so far
     * @param reward of an answer so far
     * @param end the token that ends answers
     */
    ExactLaw(
            Function<List<Integer>, double[]> next,
            ToDoubleFunction<List<Integer>> reward,
            Alignment law,
            int end,
            int maxNewTokens) {
        this(next, reward, law, end, maxNewTokens, answer -> false);
    }

    /** @param forced whether a grammar leaves no choice behind an answer so far */
    ExactLaw(
            Function<List<Integer>, double[]> next,
            ToDoubleFunction<List<Integer>> reward,
            Alignment law,
            int end,
            int maxNewTokens,
            Predicate<List<Integer>> forced) {
        this.forced = forced;
        this.next = next;
        this.reward = reward;
        this.law = law;
        this.end = end;
        this.maxNewTokens = maxNewTokens;
    }

    Map<Outcome, Double> answers() {
        Map<Outcome, Double> answers = new HashMap<>();
        grow(List.of(), List.of(), 1, answers);
        return answers;
    }

    private void grow(
            List<Integer> prefix, List<List<Integer>> segments, double probability, Map<Outcome, Double> answers) {
        List<Piece> pieces = new ArrayList<>();
        propose(prefix, List.of(), 1, pieces);
        Map<Piece, Double> accepted = accepted(prefix, pieces);
        double none = 1;
        for (Map.Entry<Piece, Double> e : accepted.entrySet()) {
            none -= e.getValue();
            List<List<Integer>> longer = new ArrayList<>(segments);
            longer.add(e.getKey().tokens());
            if (e.getKey().last()) {
                answers.merge(new Outcome(longer, e.getKey().reason()), probability * e.getValue(), Double::sum);
            } else {
                grow(plus(prefix, e.getKey().tokens()), longer, probability * e.getValue(), answers);
            }
        }
        if (none > 1e-12) {
            FinishReason reason =
                    law.onExhausted() == OnExhausted.REPLACE ? FinishReason.REPLACED : FinishReason.EXHAUSTED;
            answers.merge(new Outcome(segments, reason), probability * none, Double::sum);
        }
    }

    private void propose(List<Integer> prefix, List<Integer> candidate, double probability, List<Piece> pieces) {
        double[] p = next.apply(plus(prefix, candidate));
        if (candidate.size() >= law.minSegmentTokens()
                && FakeLanguageModel.entropy(p) >= law.uncertaintyThreshold()
                && !forced.test(plus(prefix, candidate))) {
            pieces.add(new Piece(candidate, probability, false, FinishReason.LENGTH));
            return;
        }
        for (int token = 0; token < p.length; token++) {
            if (p[token] == 0) {
                continue;
            }
            List<Integer> longer = plus(candidate, List.of(token));
            double q = probability * p[token];
            if (token == end) {
                pieces.add(new Piece(longer, q, true, FinishReason.END_OF_SEQUENCE));
            } else if (prefix.size() + longer.size() == maxNewTokens) {
                pieces.add(new Piece(longer, q, true, FinishReason.LENGTH));
            } else if (longer.size() >= law.maxSegmentTokens() && !forced.test(plus(prefix, longer))) {
                pieces.add(new Piece(longer, q, false, FinishReason.LENGTH));
            } else {
                propose(prefix, longer, q, pieces);
            }
        }
    }

    private Map<Piece, Double> accepted(List<Integer> prefix, List<Piece> pieces) {
        double r0 =
                (1 - law.rewardWeight()) * reward.applyAsDouble(List.of()) + law.rewardWeight() * law.targetReward();
        List<Judged> judged = new ArrayList<>();
        for (Piece piece : pieces) {
            double r = reward.applyAsDouble(plus(prefix, piece.tokens()));
            int t = prefix.size() + piece.tokens().size();
            double tau = Math.min(law.targetReward(), r0 + t * (law.targetReward() - r0) / law.ramp());
            double a = r < law.rewardFloor() ? 0 : Math.min(1, Math.exp((r - tau) / law.rewardTemperature()));
            judged.add(new Judged(piece, r, a));
        }
        double z = judged.stream()
                .mapToDouble(j -> j.piece().probability() * j.acceptance())
                .sum();
        boolean best = law.onExhausted() == OnExhausted.BEST;
        int tested = best ? law.maxAttempts() - 1 : law.maxAttempts();
        double ever = z == 0 ? tested : (1 - Math.pow(1 - z, tested)) / z;
        Map<Piece, Double> result = new HashMap<>();
        for (Judged j : judged) {
            double p = j.piece().probability() * j.acceptance() * ever;
            if (best && j.reward() >= law.rewardFloor()) {
                p += fallback(judged, j, tested);
            }
            result.put(j.piece(), p);
        }
        return result;
    }

    /** Probability that all tested attempts are rejected and {@code winner} is the best of them and the untested one. */
    private static double fallback(List<Judged> judged, Judged winner, int tested) {
        double rejectedUpTo = 0;
        double rejectedBelow = 0;
        double anyUpTo = 0;
        double anyBelow = 0;
        for (Judged j : judged) {
            double p = j.piece().probability();
            double rejected = p * (1 - j.acceptance());
            if (j.reward() < winner.reward()) {
                rejectedBelow += rejected;
                anyBelow += p;
            }
            if (j.reward() < winner.reward() || j == winner) {
                rejectedUpTo += rejected;
                anyUpTo += p;
            } else if (j.reward() == winner.reward()) {
                throw new IllegalArgumentException("two segments of one reward: " + j + " and " + winner);
            }
        }
        return Math.pow(rejectedUpTo, tested) * anyUpTo - Math.pow(rejectedBelow, tested) * anyBelow;
    }

    private static List<Integer> plus(List<Integer> a, List<Integer> b) {
        List<Integer> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }
}
