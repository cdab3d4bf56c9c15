package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.internal.ExactLaw.Outcome;
import io.github.cards4j.grammar.Grammar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a grammar, answers follow the law over what the grammar leaves; enumerated from its texts, without its masks. */
class GrammarLawTest {

    private static final List<String> TEXTS =
            List.of("ab", "abba", "abc", "b", "bacab", "bacabba", "bacac", "ccca", "cccb", "cccabc");
    private static final int END = 3;

    private static String text(List<Integer> answer) {
        StringBuilder text = new StringBuilder();
        answer.forEach(token -> text.append(token == END ? "" : (char) ('a' + token)));
        return text.toString();
    }

    /** Tokens that may follow. */
    private static Set<Integer> following(String text) {
        Set<Integer> tokens = new TreeSet<>();
        for (String each : TEXTS) {
            if (each.equals(text)) {
                tokens.add(END);
            } else if (each.startsWith(text)) {
                tokens.add(each.charAt(text.length()) - 'a');
            }
        }
        return tokens;
    }

    private static double[] masked(double[] p, Set<Integer> left) {
        double sum = left.stream().mapToDouble(token -> p[token]).sum();
        double[] masked = new double[p.length];
        left.forEach(token -> masked[token] = p[token] / sum);
        return masked;
    }

    @ParameterizedTest(name = "toy {0}: r* {1}, β {2}, {3} attempts, {4}, floor {5}")
    @CsvSource({
        "1, 0.5, 0.3, 21, BEST, -Infinity",
        "2, 1.0, 1.0, 3, BEST, -Infinity",
        "3, 2.0, 0.4, 2, BEST, -Infinity",
        "4, 1.5, 0.4, 3, STOP, -Infinity",
        "5, 1.5, 0.4, 3, BEST, 0.0",
    })
    void answersFollowTheLaw(
            long seed, double target, double beta, int attempts, OnExhausted onExhausted, double floor) {
        Toy toy = Toy.random(seed, 3, 0.15);
        double[][] table = Toy.table(seed, 3, 0.15);
        // Segments of one to two tokens, ended by little uncertainty: many would end within forced runs.
        Alignment alignment = new Alignment(target, 0.5, beta, 0.2, 1, 2, attempts, onExhausted, "", floor, 6);
        ExactLaw law = new ExactLaw(
                answer ->
                        masked(table[answer.isEmpty() ? END : answer.get(answer.size() - 1)], following(text(answer))),
                answer -> Toy.reward(seed, text(answer)),
                alignment,
                END,
                20,
                answer -> following(text(answer)).size() == 1);
        Map<Outcome, Double> expected = law.answers();
        assertThat(expected.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));

        Map<Outcome, Integer> counts = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            DecodingResult result = toy.run(new DecodingOptions(
                    Method.CARDS, Toy.SAMPLING, 20, List.of(), i, alignment, 16, Grammar.choice(TEXTS)));
            List<List<Integer>> segments = new ArrayList<>();
            for (Segment segment : result.segments()) {
                segments.add(segment.candidate().tokens());
            }
            counts.merge(new Outcome(segments, result.finishReason()), 1, Integer::sum);
        }
        assertThat(counts).hasSizeGreaterThan(3);
        assertThat(ChiSquare.excess(counts, expected)).isLessThan(1);
    }
}
