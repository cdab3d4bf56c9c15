package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.AttemptsExhaustedException;
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
import io.github.cards4j.decoding.fake.FakeLanguageModel;
import io.github.cards4j.decoding.fake.FakeRewardModel;
import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.Sampling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Options in odd combinations, in contexts that leave little room: some things hold whatever is asked. */
class OddOptionsTest {

    private static final int CASES = 2000;
    private static final String SORRY = "Sorry.";
    private static final List<String> METHODS = List.of(
            "plain", "cards", "cards", "cards", "best-of-n:1", "best-of-n:6", "best-of-n-sequential:3", "rejection:4");

    private static final class Watcher implements DecodingListener {
        final StringBuilder shown = new StringBuilder();
        final List<Segment> segments = new ArrayList<>();
        long drawn;

        @Override
        public void onText(String text) {
            shown.append(text);
        }

        @Override
        public void onSegment(Segment segment) {
            segments.add(segment);
        }

        @Override
        public void onEntropy(double entropy) {
            drawn++;
        }
    }

    /** A toy in a small context, and perhaps a reward model that reads few characters, and what is asked of it; everything follows from the seed. */
    private record Case(long seed, int letters, double end, int context, int room, DecodingOptions options) {

        static Case of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int letters = random.nextInt(2, 5);
            double end = random.nextInt(4) == 0 ? 0 : random.nextDouble(0.3);
            int context = Toy.PROMPT.length + random.nextInt(1, 25);
            int min = random.nextInt(5) == 0 ? 40 : random.nextInt(1, 5);
            boolean floored = random.nextInt(3) == 0;
            OnExhausted onExhausted = OnExhausted.values()[random.nextInt(OnExhausted.values().length)];
            Alignment alignment = new Alignment(
                    random.nextDouble(-2, 3),
                    random.nextDouble(),
                    random.nextDouble(0.01, 2),
                    random.nextDouble(1.5),
                    min,
                    min + random.nextInt(4),
                    random.nextInt(1, 6),
                    onExhausted,
                    onExhausted == OnExhausted.REPLACE ? SORRY : "",
                    floored ? random.nextInt(8) == 0 ? 100 : random.nextDouble(-1, 1.5) : Double.NEGATIVE_INFINITY,
                    random.nextInt(1, 12));
            List<String> stops = new ArrayList<>();
            for (int i = random.nextInt(4); i > 1; i--) {
                StringBuilder stop = new StringBuilder();
                for (int length = random.nextInt(1, 5); length > 0; length--) {
                    stop.append((char) ('a' + random.nextInt(letters)));
                }
                stops.add(stop.toString());
            }
            DecodingOptions options = new DecodingOptions(
                    Method.parse(METHODS.get(random.nextInt(METHODS.size()))),
                    new Sampling(random.nextInt(6) == 0 ? 0 : random.nextDouble(0.3, 2), 0, 1),
                    random.nextInt(1, 16),
                    stops,
                    seed,
                    alignment,
                    random.nextInt(1, 17));
            int room = random.nextInt(4) == 0 ? random.nextInt(1, 12) : Integer.MAX_VALUE;
            return new Case(seed, letters, end, context, room, options);
        }

        int limit() {
            return Math.min(options.maxNewTokens(), context - Toy.PROMPT.length);
        }

        double reward(String text) {
            if (text.length() > room) {
                throw new ContextExceededException(text.length() + " characters");
            }
            return Toy.reward(seed, text);
        }

        Toy toy() {
            double[][] table = Toy.table(seed, letters, end);
            String[] pieces = new String[letters];
            for (int i = 0; i < letters; i++) {
                pieces[i] = String.valueOf((char) ('a' + i));
            }
            FakeLanguageModel model = new FakeLanguageModel(
                    FakeTokenizer.of(pieces),
                    context,
                    (prompt, answer) -> table[answer.isEmpty() ? letters : answer.get(answer.size() - 1)]);
            return new Toy(model, new FakeRewardModel(this::reward));
        }

        Case with(Method method) {
            DecodingOptions o = options;
            return new Case(
                    seed,
                    letters,
                    end,
                    context,
                    room,
                    new DecodingOptions(
                            method, o.sampling(), o.maxNewTokens(), o.stopSequences(), o.seed(), o.alignment(), 16));
        }
    }

    @Test
    void someThingsAlwaysHold() {
        Set<FinishReason> seen = EnumSet.noneOf(FinishReason.class);
        int failed = 0;
        int tooLong = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Case odd = Case.of(seed);
            try {
                seen.add(check(odd).finishReason());
            } catch (ContextExceededException e) {
                assertThat(odd.room).isLessThan(odd.limit());
                tooLong++;
            } catch (AttemptsExhaustedException e) {
                assertThat(odd.options.alignment().onExhausted()).isEqualTo(OnExhausted.FAIL);
                failed++;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(odd.toString(), e);
            }
        }
        assertThat(seen)
                .containsOnly(
                        FinishReason.END_OF_SEQUENCE,
                        FinishReason.STOP_SEQUENCE,
                        FinishReason.LENGTH,
                        FinishReason.EXHAUSTED,
                        FinishReason.REPLACED);
        assertThat(failed).isPositive();
        assertThat(tooLong).isPositive();
    }

    private static DecodingResult run(Case odd, Watcher watcher) {
        Toy toy = odd.toy();
        Decoding decoding = toy.begin(odd.options, watcher);
        try {
            return FakeDriver.run(toy.model(), decoding);
        } finally {
            decoding.close();
            assertThat(toy.model().open() + toy.rewards().open()).isZero();
            assertThat(toy.rewards().scored()).doesNotHaveDuplicates();
        }
    }

    private static DecodingResult check(Case odd) {
        Watcher watcher = new Watcher();
        DecodingResult result = run(odd, watcher);
        DecodingOptions options = odd.options;
        Alignment alignment = options.alignment();
        FinishReason reason = result.finishReason();
        boolean judged = options.method().judged();

        assertThat(watcher.shown.toString()).isEqualTo(result.text());
        assertThat(watcher.segments).isEqualTo(result.segments());
        assertThat(result.tokens()).hasSizeLessThanOrEqualTo(odd.limit());
        assertThat(options.stopSequences()).noneMatch(result.text()::contains);
        assertThat(result.greedy()).isEqualTo(judged && options.sampling().greedy());
        switch (reason) {
            case LENGTH ->
                assertThat(odd.room < odd.limit() || result.tokens().size() == odd.limit())
                        .isTrue();
            case STOP_SEQUENCE -> assertThat(options.stopSequences()).isNotEmpty();
            case END_OF_SEQUENCE -> assertThat(result.tokens()).endsWith(odd.letters);
            case REPLACED -> {
                assertThat(result.text()).endsWith(SORRY);
                assertThat(alignment.onExhausted()).isEqualTo(OnExhausted.REPLACE);
            }
            case EXHAUSTED ->
                assertThat(alignment.onExhausted() == OnExhausted.STOP || Double.isFinite(alignment.rewardFloor()))
                        .isTrue();
            default -> throw new AssertionError(reason);
        }
        if (judged) {
            assertThat(result.segments()).allMatch(segment -> segment.reward() >= alignment.rewardFloor());
            if (reason != FinishReason.REPLACED && !result.segments().isEmpty()) {
                assertThat(result.reward()).isEqualTo(odd.reward(result.text()));
            }
        }
        checkCounters(result, watcher, options);
        if (options.method().equals(Method.CARDS)) {
            checkLanes(odd, result);
        }
        return result;
    }

    private static void checkCounters(DecodingResult result, Watcher watcher, DecodingOptions options) {
        Counters c = result.counters();
        boolean ranOut =
                result.finishReason() == FinishReason.EXHAUSTED || result.finishReason() == FinishReason.REPLACED;
        assertThat(c.tokensProposed()).isEqualTo(watcher.drawn);
        assertThat(c.tokensProposed()).isEqualTo(c.tokensAccepted() + c.tokensRejected() + c.tokensCancelled());
        assertThat(c.tokensAccepted()).isEqualTo(result.tokens().size());
        assertThat((long) c.exhaustedSegments())
                .isEqualTo(result.segments().stream().filter(Segment::exhausted).count() + (ranOut ? 1 : 0));
        if (options.method() instanceof Method.Cards) {
            int most = result.greedy() ? 1 : options.alignment().maxAttempts();
            assertThat(c.candidatesJudged())
                    .isEqualTo(result.segments().stream()
                                    .mapToInt(Segment::attempts)
                                    .sum()
                            + (ranOut ? most : 0));
        }
    }

    private static void checkLanes(Case odd, DecodingResult expected) {
        for (int lanes : new int[] {1, 3, 16}) {
            DecodingResult result = run(odd.with(new Method.Cards(lanes)), new Watcher());
            assertThat(result.text()).isEqualTo(expected.text());
            assertThat(result.tokens()).isEqualTo(expected.tokens());
            assertThat(result.segments()).isEqualTo(expected.segments());
            assertThat((Double) result.reward()).isEqualTo((Double) expected.reward());
            assertThat(result.finishReason()).isEqualTo(expected.finishReason());
        }
    }
}
