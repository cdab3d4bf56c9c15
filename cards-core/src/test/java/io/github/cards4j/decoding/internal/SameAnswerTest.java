package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Nothing of the scheduling may change an answer: how many lanes, how many are scored together, how many may run. */
class SameAnswerTest {

    /** Everything about an answer that the law decides. */
    private record Decided(
            String text,
            List<Integer> tokens,
            FinishReason reason,
            double reward,
            List<Segment> segments,
            List<Candidate> rejected,
            String shown,
            long judged,
            long tokensAccepted,
            long tokensRejected,
            int exhausted) {}

    private static final class Recorder implements DecodingListener {
        final List<Candidate> rejected = new ArrayList<>();
        final StringBuilder shown = new StringBuilder();

        @Override
        public void onRejected(Candidate candidate) {
            rejected.add(candidate);
        }

        @Override
        public void onText(String text) {
            shown.append(text);
        }
    }

    private static Decided decided(Toy toy, DecodingOptions options, ScoringPolicy scoring) {
        Recorder recorder = new Recorder();
        DecodingResult result = toy.run(options, recorder, scoring);
        assertThat(recorder.shown.toString()).isEqualTo(result.text());
        return new Decided(
                result.text(),
                result.tokens(),
                result.finishReason(),
                result.reward(),
                result.segments(),
                recorder.rejected,
                recorder.shown.toString(),
                result.counters().candidatesJudged(),
                result.counters().tokensAccepted(),
                result.counters().tokensRejected(),
                result.counters().exhaustedSegments());
    }

    @Test
    void lanesAndScoringDoNotChangeTheAnswer() {
        int severalSegments = 0;
        int severalAttempts = 0;
        Map<String, ScoringPolicy> policies = Map.of(
                "next", ScoringPolicy.NEXT, "run", ScoringPolicy.RUN, "by acceptance", ScoringPolicy.BY_ACCEPTANCE);
        for (int i = 0; i < 150; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Toy toy = Toy.random(i, 2 + random.nextInt(5), random.nextDouble(0.02, 0.2));
            OnExhausted onExhausted = List.of(OnExhausted.BEST, OnExhausted.STOP, OnExhausted.REPLACE)
                    .get(random.nextInt(3));
            Alignment alignment = new Alignment(
                    random.nextDouble(0, 3),
                    random.nextDouble(),
                    random.nextDouble(0.05, 1),
                    random.nextDouble(0.3, 1.6),
                    1 + random.nextInt(3),
                    4 + random.nextInt(6),
                    1 + random.nextInt(12),
                    onExhausted,
                    "Sorry.",
                    random.nextBoolean() ? Double.NEGATIVE_INFINITY : -0.4,
                    1 + random.nextInt(20));
            List<String> stops = random.nextBoolean() ? List.of() : List.of("aab", "ba");
            Decided one = null;
            for (int lanes : new int[] {1, 3, 8, 0}) {
                for (int maxLanes : new int[] {16, 3}) {
                    DecodingOptions options = new DecodingOptions(
                            new Method.Cards(lanes), Toy.SAMPLING, 20, stops, i, alignment, maxLanes);
                    for (Map.Entry<String, ScoringPolicy> policy : policies.entrySet()) {
                        Decided now = decided(toy, options, policy.getValue());
                        one = one == null ? now : one;
                        assertThat(now)
                                .as("toy %d, %d of %d lanes, scoring %s", i, lanes, maxLanes, policy.getKey())
                                .isEqualTo(one);
                    }
                }
            }
            if (one != null) {
                severalSegments += one.segments().size() > 1 ? 1 : 0;
                severalAttempts += one.rejected().size() > 3 ? 1 : 0;
            }
        }
        assertThat(severalSegments).isGreaterThan(50);
        assertThat(severalAttempts).isGreaterThan(50);
    }

    @Test
    void theSeedChangesTheAnswer() {
        Toy toy = Toy.random(1, 5, 0.02);
        Alignment alignment = Toy.alignment(1, 0.5, 5, OnExhausted.BEST, Double.NEGATIVE_INFINITY);
        assertThat(toy.run(Toy.options(Method.CARDS, alignment, 20, 1)).text())
                .isNotEqualTo(
                        toy.run(Toy.options(Method.CARDS, alignment, 20, 2)).text());
    }

    @Test
    void bestOfNDrawsTheSameAnswersOneByOneOrTogether() {
        for (int i = 0; i < 60; i++) {
            Toy toy = Toy.random(i, 4, 0.1);
            DecodingResult one = toy.run(
                    new DecodingOptions(new Method.BestOfSequential(11), Toy.SAMPLING, 30, List.of("ab"), i, null, 16));
            for (int maxLanes : new int[] {16, 4, 1}) {
                DecodingResult together = toy.run(
                        new DecodingOptions(new Method.BestOf(11), Toy.SAMPLING, 30, List.of("ab"), i, null, maxLanes));
                assertThat(together.segments()).isEqualTo(one.segments());
                assertThat(together.text()).isEqualTo(one.text());
                assertThat(together.reward()).isEqualTo(one.reward());
                assertThat(together.counters().tokensProposed())
                        .isEqualTo(one.counters().tokensProposed());
            }
        }
    }

    /** Plain decoding, and best of one, draw what the first attempt of the others draws. */
    @Test
    void plainIsTheFirstAttempt() {
        for (int i = 0; i < 30; i++) {
            Toy toy = Toy.random(i, 4, 0.1);
            DecodingOptions plain = new DecodingOptions(Method.PLAIN, Toy.SAMPLING, 30, List.of(), i, null, 16);
            DecodingOptions best = new DecodingOptions(new Method.BestOf(1), Toy.SAMPLING, 30, List.of(), i, null, 16);
            assertThat(toy.run(plain).tokens()).isEqualTo(toy.run(best).tokens());
        }
    }
}
