package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.fake.FakeDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {

    private static final class Watcher implements DecodingListener {
        long drawn;
        long rejectedTokens;
        long rejected;
        final List<Segment> segments = new ArrayList<>();
        final StringBuilder shown = new StringBuilder();

        @Override
        public void onEntropy(double entropy) {
            drawn++;
        }

        @Override
        public void onRejected(Candidate candidate) {
            rejectedTokens += candidate.tokens().size();
            rejected++;
        }

        @Override
        public void onSegment(Segment segment) {
            segments.add(segment);
        }

        @Override
        public void onText(String text) {
            shown.append(text);
        }
    }

    private static DecodingOptions options(String method, long seed) {
        Alignment alignment = Toy.alignment(1.5, 0.3, 6, OnExhausted.BEST, Double.NEGATIVE_INFINITY);
        return Toy.options(Method.parse(method), alignment, 16, seed);
    }

    private static void eachJudgedIsToldOnce(Watcher watcher, Counters c) {
        long taken = watcher.segments.stream().filter(Segment::judged).count();
        assertThat(watcher.rejected + taken).isEqualTo(c.candidatesJudged());
    }

    private static void identity(Counters c) {
        assertThat(c.tokensProposed()).isEqualTo(c.tokensAccepted() + c.tokensRejected() + c.tokensCancelled());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "cards", "cards:1", "cards:8", "best-of-n:7", "best-of-n-sequential:7", "rejection:4"})
    void countersAreWhatWasDone(String method) {
        for (int seed = 0; seed < 40; seed++) {
            Toy toy = Toy.random(seed, 4, 0.1);
            Watcher watcher = new Watcher();
            DecodingResult result = toy.run(options(method, seed), watcher);
            Counters c = result.counters();
            identity(c);
            assertThat(c.tokensProposed()).isEqualTo(watcher.drawn);
            eachJudgedIsToldOnce(watcher, c);
            assertThat(c.tokensAccepted()).isEqualTo(result.tokens().size());
            if (!method.startsWith("rejection")) {
                assertThat(c.tokensRejected()).isEqualTo(watcher.rejectedTokens);
            }
            assertThat(c.exhaustedSegments()).isEqualTo((int)
                    result.segments().stream().filter(Segment::exhausted).count());
            // The prompt of 6 tokens is read in two passes.
            assertThat(c.llmForwardPasses()).isEqualTo(2 + toy.model().passes());
            assertThat(c.llmTokensRead()).isBetween(6L, 6 + c.tokensProposed());
            long prompt = toy.rewards().promptReads();
            int batches = toy.rewards().batches().size();
            assertThat(c.rewardForwardPasses()).isEqualTo(method.equals("plain") ? 0 : 2 + prompt + batches);
            assertThat(prompt).isEqualTo(method.startsWith("cards") ? 1 : 0);
            assertThat(c.timeToFirstSegment()).isLessThanOrEqualTo(c.totalTime());
            assertThat(c.timeToFirstSegment().isZero()).isEqualTo(result.text().isEmpty());
            assertThat(watcher.segments).isEqualTo(result.segments());
            assertThat(toy.rewards().scored()).doesNotHaveDuplicates();
            assertThat(toy.model().open() + toy.rewards().open()).isZero();
        }
    }

    @Test
    void oneLaneCancelsNothing() {
        for (int seed = 0; seed < 20; seed++) {
            Counters c = Toy.random(seed, 4, 0.1).run(options("cards:1", seed)).counters();
            assertThat(c.tokensCancelled()).isZero();
            assertThat(c.candidatesJudged()).isPositive();
        }
    }

    /** More lanes, fewer steps: what they are for. */
    @Test
    void lanesSaveForwardPasses() {
        long one = 0;
        long eight = 0;
        for (int seed = 0; seed < 20; seed++) {
            Toy toy = Toy.random(seed, 4, 0.1);
            one += toy.run(options("cards:1", seed)).counters().llmForwardPasses();
            eight += toy.run(options("cards:8", seed)).counters().llmForwardPasses();
        }
        assertThat(eight).isLessThan(one * 2 / 3);
    }

    /** Stopped before any of its steps, an answer is what had been accepted until then. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "cards", "cards:1", "best-of-n:7", "best-of-n-sequential:3", "rejection:4"})
    void stopsAtEveryStep(String method) {
        Toy toy = Toy.random(3, 4, 0);
        String whole = toy.run(options(method, 3)).text();
        Set<String> texts = new HashSet<>();
        for (int steps = 0; ; steps++) {
            Watcher watcher = new Watcher();
            Decoding decoding = toy.begin(options(method, 3), watcher);
            for (int i = 0; i < steps && !decoding.done(); i++) {
                FakeDriver.step(toy.model(), decoding);
            }
            boolean ended = decoding.done();
            decoding.stop(FinishReason.CANCELLED);
            DecodingResult result = decoding.result();
            decoding.close();
            identity(result.counters());
            eachJudgedIsToldOnce(watcher, result.counters());
            assertThat(whole).startsWith(result.text());
            assertThat(watcher.shown.toString()).isEqualTo(result.text());
            assertThat(result.tokens()).hasSize((int) result.counters().tokensAccepted());
            assertThat(toy.model().open() + toy.rewards().open()).isZero();
            texts.add(result.text());
            if (ended) {
                assertThat(result.text()).isEqualTo(whole);
                break;
            }
            assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
            if (result.text().isEmpty()) {
                assertThat(result.counters().timeToFirstSegment()).isEqualTo(Duration.ZERO);
            }
        }
        boolean asItGrows = method.equals("plain") || method.startsWith("cards");
        assertThat(texts).hasSizeGreaterThanOrEqualTo(asItGrows ? 3 : 2);
    }
}
