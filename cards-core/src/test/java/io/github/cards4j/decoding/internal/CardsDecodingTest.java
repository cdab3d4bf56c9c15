package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.AttemptsExhaustedException;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Decodings;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.decoding.fake.FakeDriver;
import io.github.cards4j.decoding.fake.FakeLanguageModel;
import io.github.cards4j.decoding.fake.FakeRewardModel;
import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Sampling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of the law, one by one. */
class CardsDecodingTest {

    private static final double NO_FLOOR = Double.NEGATIVE_INFINITY;
    private static final double EASY = -100;
    private static final double HARD = 1000;

    private final List<String> shown = new ArrayList<>();
    private final List<Candidate> rejected = new ArrayList<>();
    private final DecodingListener listener = new DecodingListener() {
        @Override
        public void onText(String text) {
            shown.add(text);
        }

        @Override
        public void onRejected(Candidate candidate) {
            rejected.add(candidate);
        }
    };

    private static Alignment alignment(double target, OnExhausted onExhausted, double floor, int min, int max) {
        return new Alignment(target, 1, 0.5, 10, min, max, 5, onExhausted, "Sorry.", floor, 1);
    }

    private DecodingResult run(Toy toy, Alignment alignment, Sampling sampling, int maxNewTokens, String... stops) {
        return toy.run(
                new DecodingOptions(Method.CARDS, sampling, maxNewTokens, List.of(stops), 5, alignment, 16), listener);
    }

    /** Says one text whatever happens. */
    private static Toy saying(String text, ToDoubleFunction<String> reward) {
        return new Toy(FakeLanguageModel.saying(FakeTokenizer.ascii(), text), new FakeRewardModel(reward));
    }

    private static List<String> texts(DecodingResult result) {
        return result.segments().stream().map(Segment::text).toList();
    }

    private static List<SegmentEnd> ends(DecodingResult result) {
        return result.segments().stream().map(s -> s.candidate().end()).toList();
    }

    @Test
    void segmentsEndBeforeAnUncertainTokenAndAtTheirMaximum() {
        FakeTokenizer tokenizer = FakeTokenizer.of("a", "b");
        // After every second token either letter is likely; otherwise an a is certain, and the 11th token ends.
        FakeLanguageModel model = new FakeLanguageModel(tokenizer, 100, (prompt, answer) -> {
            if (answer.size() == 10) {
                return new double[] {0, 0, 1};
            }
            return answer.size() % 2 == 0 && answer.size() < 6 ? new double[] {0.5, 0.5, 0} : new double[] {1, 0, 0};
        });
        Toy toy = new Toy(model, new FakeRewardModel(text -> 0));
        Alignment law = new Alignment(EASY, 1, 1, Math.log(2) - 1e-9, 2, 3, 5, OnExhausted.BEST, "", NO_FLOOR, 1);
        DecodingResult result = run(toy, law, Toy.SAMPLING, 50);
        assertThat(ends(result))
                .containsExactly(
                        SegmentEnd.UNCERTAINTY,
                        SegmentEnd.UNCERTAINTY,
                        SegmentEnd.MAX_SEGMENT,
                        SegmentEnd.MAX_SEGMENT,
                        SegmentEnd.END_OF_SEQUENCE);
        assertThat(result.segments().stream().map(s -> s.text().length())).containsExactly(2, 2, 3, 3, 0);
        assertThat(result.tokens()).hasSize(11).endsWith(tokenizer.end());
        Alignment never = new Alignment(EASY, 1, 1, Math.log(2) + 1e-9, 2, 60, 5, OnExhausted.BEST, "", NO_FLOOR, 1);
        assertThat(ends(run(toy, never, Toy.SAMPLING, 50))).containsExactly(SegmentEnd.END_OF_SEQUENCE);
    }

    /** Only whole-answer methods pass over tags. */
    @Test
    void theLongestSegmentIsNoWholeAnswer() {
        Alignment longest = new Alignment(EASY, 1, 1, 10, 1, Integer.MAX_VALUE, 5, OnExhausted.BEST, "", NO_FLOOR, 1);
        assertThat(SegmentRule.of(longest).whole()).isFalse();
        assertThat(SegmentRule.WHOLE.whole()).isTrue();
    }

    @Test
    void theThresholdCountsProposedTokensAndTheEnd() {
        Alignment law = new Alignment(8, 0.25, 1, 10, 1, 3, 5, OnExhausted.BEST, "", NO_FLOOR, 8);
        DecodingResult result = run(saying("abcd", t -> t.isEmpty() ? 4 : 100), law, Toy.SAMPLING, 50);
        // r0 = 0.75 * 4 + 0.25 * 8 = 5, and it rises by 3/8 a token.
        assertThat(result.segments().stream().map(s -> s.candidate().threshold()))
                .containsExactly(5 + 3 * 3 / 8.0, 5 + 5 * 3 / 8.0);
        assertThat(result.promptReward()).isEqualTo(4);
        assertThat(result.reward()).isEqualTo(100);
    }

    @Test
    void aStopSequenceIsFoundAcrossSegmentsAndNeverShown() {
        Toy toy = saying("all good. STOP and more", t -> t.length());
        Alignment law = alignment(EASY, OnExhausted.BEST, NO_FLOOR, 4, 4);
        DecodingResult result = run(toy, law, Toy.SAMPLING, 50, "STOP");
        assertThat(result.text()).isEqualTo("all good. ");
        assertThat(String.join("", shown)).isEqualTo("all good. ");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP_SEQUENCE);
        assertThat(result.tokens()).hasSize(14);
        // The last was cut to what had been accepted without "ST", and scored so.
        assertThat(texts(result)).containsExactly("all ", "good", ". ST", "");
        assertThat(toy.rewards().scored()).containsExactly("all ", "all good", "all good. ST", "all good. ");
        assertThat(result.reward()).isEqualTo("all good. ".length());
        assertThat(shown).containsExactly("all ", "good", ". ");
    }

    /** The prompt is not the answer: a stop sequence that began there has not begun. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "cards", "best-of-n:3"})
    void aStopSequenceDoesNotReachIntoThePrompt(String method) {
        // Token 1 is a space, and the prompt ends with it.
        Toy toy = saying("ab ab", t -> 0);
        Alignment law = alignment(EASY, OnExhausted.BEST, NO_FLOOR, 1, 2);
        DecodingResult result = toy.run(
                new DecodingOptions(Method.parse(method), Toy.SAMPLING, 50, List.of(" ab"), 5, law, 16), listener);
        assertThat(result.text()).isEqualTo("ab");
        assertThat(String.join("", shown)).isEqualTo("ab");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP_SEQUENCE);
    }

    @Test
    void whatOnlyBeganLikeAStopSequenceIsShownAtTheEnd() {
        DecodingResult result =
                run(saying("a ST", t -> 0), alignment(EASY, OnExhausted.BEST, NO_FLOOR, 4, 4), Toy.SAMPLING, 4, "STOP");
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.text()).isEqualTo("a ST");
        assertThat(shown).containsExactly("a ", "ST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "cards", "best-of-n:3"})
    void charactersCutOverTokensComeWhole(String method) {
        String text = "né 😀!";
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[][] pieces = new byte[utf8.length][];
        for (int i = 0; i < utf8.length; i++) {
            pieces[i] = new byte[] {utf8[i]};
        }
        FakeTokenizer tokenizer = FakeTokenizer.ofBytes(pieces);
        FakeLanguageModel model = new FakeLanguageModel(tokenizer, 100, (prompt, answer) -> {
            double[] p = new double[tokenizer.size()];
            p[Math.min(answer.size(), tokenizer.end())] = 1;
            return p;
        });
        Toy toy = new Toy(model, new FakeRewardModel(t -> 0));
        Alignment law = alignment(EASY, OnExhausted.BEST, NO_FLOOR, 1, 2);
        DecodingOptions options = new DecodingOptions(Method.parse(method), Toy.SAMPLING, 50, List.of(), 1, law, 16);
        DecodingResult result = toy.run(options, listener);
        assertThat(result.text()).isEqualTo(text);
        assertThat(String.join("", shown)).isEqualTo(text);
        assertThat(shown).noneMatch(s -> s.contains("\uFFFD"));
        assertThat(String.join("", texts(result))).isEqualTo(text);
        assertThat(toy.rewards().scored()).noneMatch(s -> s.contains("\uFFFD"));
        // Cut by the length limit in the middle of the smiley, the answer ends before it.
        DecodingOptions shorter = new DecodingOptions(Method.parse(method), Toy.SAMPLING, 6, List.of(), 1, law, 16);
        assertThat(toy.run(shorter).text()).isEqualTo("né ");
    }

    @Test
    void theContextIsALengthLimitToo() {
        FakeTokenizer tokenizer = FakeTokenizer.of("a", "b");
        FakeLanguageModel model = new FakeLanguageModel(tokenizer, 10, (prompt, answer) -> new double[] {0.5, 0.5, 0});
        Toy toy = new Toy(model, new FakeRewardModel(t -> 0));
        for (String method : List.of("plain", "cards", "best-of-n:3", "rejection")) {
            DecodingResult result = toy.run(
                    Toy.options(Method.parse(method), alignment(EASY, OnExhausted.BEST, NO_FLOOR, 1, 3), 50, 1));
            assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(result.tokens()).hasSize(10 - Toy.PROMPT.length);
        }
        DecodingOptions options = Toy.options(Method.CARDS, alignment(0, OnExhausted.BEST, NO_FLOOR, 1, 3), 5, 1);
        assertThatThrownBy(
                        () -> Decodings.begin(model, toy.rewards(), new int[10], Toy.CONVERSATION, options, listener))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 tokens");
        assertThatThrownBy(() -> Decodings.begin(model, toy.rewards(), new int[0], Toy.CONVERSATION, options, listener))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> Decodings.begin(model, null, Toy.PROMPT, Toy.CONVERSATION, options, listener))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reward model");
        assertThat(model.open() + toy.rewards().open()).isZero();
    }

    /** As with the language model's context, what has been accepted is the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"cards", "cards:1", "cards:8"})
    void theRewardModelsContextIsALengthLimitToo(String method) {
        ToDoubleFunction<String> reward = text -> {
            if (text.length() > 7) {
                throw new ContextExceededException(text.length() + " characters, but 7 at most");
            }
            return text.length();
        };
        DecodingOptions options =
                Toy.options(Method.parse(method), alignment(EASY, OnExhausted.BEST, NO_FLOOR, 3, 3), 50, 1);
        Toy toy = saying("Go on, then.", reward);
        DecodingResult result = toy.run(options, listener);
        assertThat(result.text()).isEqualTo("Go on,");
        assertThat(String.join("", shown)).isEqualTo("Go on,");
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.reward()).isEqualTo(6);
        assertThat(result.counters().tokensCancelled()).isPositive();
        assertThat(toy.model().open() + toy.rewards().open()).isZero();

        DecodingOptions long8 =
                Toy.options(Method.parse(method), alignment(EASY, OnExhausted.BEST, NO_FLOOR, 8, 8), 50, 1);
        assertThatThrownBy(() -> saying("Go on, then.", reward).run(long8))
                .isInstanceOf(ContextExceededException.class)
                .hasMessageContaining("7 at most");
    }

    /** Known before anything is drawn: no token is drawn that could not be judged. */
    @ParameterizedTest
    @ValueSource(strings = {"best-of-n:12", "best-of-n-sequential:3", "rejection:4"})
    void wholeAnswersEndWhereTheRewardModelsContextDoes(String method) {
        FakeRewardModel rewards = new FakeRewardModel(text -> {
            if (text.length() > 7) {
                throw new ContextExceededException(text.length() + " characters, but 7 at most");
            }
            return text.length();
        });
        Toy toy = new Toy(FakeLanguageModel.saying(FakeTokenizer.ascii(), "Go on, then."), rewards.reading(7));
        DecodingResult result =
                toy.run(Toy.options(Method.parse(method), alignment(EASY, OnExhausted.BEST, NO_FLOOR, 3, 3), 50, 1));
        assertThat(result.text()).isEqualTo("Go on, ");
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.reward()).isEqualTo(7);
        assertThat(result.counters().tokensProposed() % 7).isZero();
        assertThat(result.counters().tokensCancelled()).isZero();
    }

    /** Another tokenizer may need more tokens than it was to have: the best of those that can be judged is taken. */
    @ParameterizedTest
    @ValueSource(strings = {"best-of-n:5", "best-of-n-sequential:5", "rejection:5"})
    void wholeAnswersThatCannotBeJudgedArePassedOver(String method) {
        int passedOver = 0;
        int failed = 0;
        for (int seed = 0; seed < 60; seed++) {
            int reward = seed;
            Toy open = Toy.random(seed, 4, 0.15);
            List<Candidate> drawn = new ArrayList<>();
            open.run(Toy.options(new Method.BestOfSequential(5), null, 16, seed), new DecodingListener() {
                @Override
                public void onRejected(Candidate candidate) {
                    drawn.add(candidate);
                }

                @Override
                public void onSegment(Segment segment) {
                    drawn.add(segment.candidate());
                }
            });
            List<Candidate> readable =
                    drawn.stream().filter(c -> c.text().length() <= 2).toList();
            Toy toy = new Toy(open.model(), new FakeRewardModel(text -> {
                if (text.length() > 2) {
                    throw new ContextExceededException(text.length() + " characters, but 2 at most");
                }
                return Toy.reward(reward, text);
            }));
            DecodingOptions options = Toy.options(
                    Method.parse(method), Toy.alignment(HARD, 0.1, 3, OnExhausted.BEST, NO_FLOOR), 16, seed);
            if (readable.isEmpty()) {
                Decoding decoding = toy.begin(options, listener);
                assertThatThrownBy(() -> FakeDriver.run(toy.model(), decoding))
                        .isInstanceOf(ContextExceededException.class)
                        .hasMessageContaining("2 at most");
                decoding.close();
                failed++;
            } else {
                DecodingResult result = toy.run(options);
                assertThat(result.reward())
                        .isEqualTo(readable.stream()
                                .mapToDouble(Candidate::reward)
                                .max()
                                .orElseThrow());
                long unread = drawn.stream()
                        .filter(c -> c.text().length() > 2)
                        .mapToLong(c -> c.tokens().size())
                        .sum();
                assertThat(result.counters().tokensCancelled()).isEqualTo(unread);
                assertThat(result.counters().candidatesJudged()).isEqualTo(readable.size());
                passedOver += unread > 0 ? 1 : 0;
            }
            assertThat(toy.model().open() + toy.rewards().open()).isZero();
        }
        assertThat(passedOver).isGreaterThan(20);
        assertThat(failed).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cards", "cards:8", "best-of-n:5", "best-of-n-sequential:5", "rejection:5"})
    void temperatureZeroDrawsOneCandidateAndAcceptsIt(String method) {
        Toy toy = Toy.random(2, 4, 0.05);
        DecodingOptions options = new DecodingOptions(
                Method.parse(method),
                new Sampling(0, 0, 1),
                12,
                List.of(),
                5,
                alignment(HARD, OnExhausted.FAIL, NO_FLOOR, 3, 3),
                16);
        DecodingResult result = toy.run(options, listener);
        assertThat(result.greedy()).isTrue();
        assertThat(rejected).isEmpty();
        assertThat(result.counters().tokensProposed()).isEqualTo(result.tokens().size());
        assertThat(result.segments()).allMatch(s -> s.attempts() == 1 && !s.exhausted());
        assertThat(result.reward()).isFinite();
    }

    @Test
    void theFloorHoldsAtTemperatureZero() {
        Alignment law = alignment(EASY, OnExhausted.BEST, 3.5, 2, 2);
        DecodingResult result = run(saying("abcdef", t -> 6 - t.length()), law, new Sampling(0, 0, 1), 50);
        assertThat(result.text()).isEqualTo("ab");
        assertThat(result.finishReason()).isEqualTo(FinishReason.EXHAUSTED);
        assertThat(result.counters().exhaustedSegments()).isEqualTo(1);
        assertThat(rejected).hasSize(1);
    }

    @Test
    void plainAndSampledAnswersAreNotGreedy() {
        Toy toy = saying("abc", t -> 0);
        assertThat(run(toy, alignment(EASY, OnExhausted.BEST, NO_FLOOR, 2, 2), Toy.SAMPLING, 5)
                        .greedy())
                .isFalse();
        DecodingResult plain =
                toy.run(new DecodingOptions(Method.PLAIN, new Sampling(0, 0, 1), 9, List.of(), 5, null, 16), listener);
        assertThat(plain.greedy()).isFalse();
        assertThat(plain.reward()).isNaN();
        assertThat(plain.promptReward()).isNaN();
    }

    /** All five attempts are the same text: it is read once, and taken in the end. */
    @Test
    void equalCandidatesAreScoredOnce() {
        Toy toy = saying("abcd", t -> t.length());
        DecodingResult result = run(toy, alignment(HARD, OnExhausted.BEST, NO_FLOOR, 2, 2), Toy.SAMPLING, 50);
        assertThat(toy.rewards().scored()).containsExactly("ab", "abcd");
        assertThat(result.segments()).allMatch(Segment::exhausted).hasSize(3);
        assertThat(result.segments().get(0).candidate().attempt()).isEqualTo(1);
        assertThat(result.segments().get(0).attempts()).isEqualTo(5);
        assertThat(result.counters().exhaustedSegments()).isEqualTo(3);
        assertThat(result.counters().candidatesJudged()).isEqualTo(15);
    }

    /** The paper's fallback: the last attempt only joins those from which the best is taken. */
    @Test
    void theLastAttemptIsNotTested() {
        int otherThanTheLast = 0;
        for (int seed = 0; seed < 60; seed++) {
            rejected.clear();
            Toy toy = Toy.random(seed, 4, 0.05);
            Alignment law = Toy.alignment(0.5, 2, 2, OnExhausted.BEST, NO_FLOOR);
            DecodingResult result = toy.run(Toy.options(Method.CARDS, law, 12, seed), listener);
            for (Segment segment : result.segments()) {
                Candidate taken = segment.candidate();
                boolean ranOut = rejected.stream().anyMatch(r -> r.segment() == taken.segment());
                assertThat(segment.exhausted()).isEqualTo(ranOut);
                assertThat(segment.attempts()).isEqualTo(ranOut ? 2 : 1);
                assertThat(rejected)
                        .filteredOn(r -> r.segment() == taken.segment())
                        .allMatch(r -> r.reward() <= taken.reward());
                otherThanTheLast += ranOut && taken.attempt() == 1 ? 1 : 0;
            }
        }
        assertThat(otherThanTheLast).isGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(OnExhausted.class)
    void whatHappensWhenAttemptsRunOut(OnExhausted onExhausted) {
        // Good for the first two segments, then bad.
        Toy toy = saying("Go on, then.", t -> t.length() <= 6 ? 5 : 0);
        Alignment law = alignment(4, onExhausted, NO_FLOOR, 3, 3);
        if (onExhausted == OnExhausted.FAIL) {
            assertThatThrownBy(() -> run(toy, law, Toy.SAMPLING, 50))
                    .isInstanceOf(AttemptsExhaustedException.class)
                    .hasMessageContaining("5 attempts");
            return;
        }
        DecodingResult result = run(toy, law, Toy.SAMPLING, 50);
        String expected =
                switch (onExhausted) {
                    case BEST -> "Go on, then.";
                    case STOP -> "Go on,";
                    case REPLACE -> "Go on, Sorry.";
                    case FAIL -> throw new AssertionError();
                };
        assertThat(result.text()).isEqualTo(expected);
        assertThat(String.join("", shown)).isEqualTo(expected);
        assertThat(result.counters().exhaustedSegments()).isEqualTo(onExhausted == OnExhausted.BEST ? 3 : 1);
        assertThat(result.finishReason())
                .isEqualTo(
                        switch (onExhausted) {
                            case BEST -> FinishReason.END_OF_SEQUENCE;
                            case STOP -> FinishReason.EXHAUSTED;
                            case REPLACE, FAIL -> FinishReason.REPLACED;
                        });
        if (onExhausted == OnExhausted.STOP) {
            assertThat(result.reward()).isEqualTo(5);
            assertThat(rejected).hasSize(5);
        }
        if (onExhausted == OnExhausted.REPLACE) {
            assertThat(result.reward()).isNaN();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cards", "cards:1", "best-of-n:4", "best-of-n-sequential:4", "rejection:4"})
    void nothingBelowTheFloorIsEverAccepted(String method) {
        int stopped = 0;
        for (int seed = 0; seed < 60; seed++) {
            Toy toy = Toy.random(seed, 4, 0.1);
            DecodingResult result = toy.run(
                    Toy.options(Method.parse(method), Toy.alignment(1, 0.5, 4, OnExhausted.BEST, 0.4), 12, seed));
            assertThat(result.segments()).allMatch(s -> s.reward() >= 0.4);
            stopped += result.finishReason() == FinishReason.EXHAUSTED ? 1 : 0;
        }
        assertThat(stopped).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cards", "best-of-n:4", "rejection:4"})
    void aRewardThatIsNotFiniteIsAnError(String method) {
        Toy toy = saying("abcd", t -> t.length() < 4 ? 0 : Double.NaN);
        DecodingOptions options =
                Toy.options(Method.parse(method), alignment(EASY, OnExhausted.BEST, NO_FLOOR, 2, 2), 50, 1);
        Decoding decoding = toy.begin(options, listener);
        assertThatThrownBy(() -> FakeDriver.run(toy.model(), decoding))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("NaN");
        decoding.close();
        assertThat(toy.model().open() + toy.rewards().open()).isZero();
    }

    /** Rejection sampling takes the first answer that passes, else the best; best-of-n always the best. */
    @Test
    void rejectionJudgesWholeAnswersInOrder() {
        Toy toy = Toy.random(9, 4, 0.2);
        DecodingResult easy = toy.run(
                Toy.options(new Method.Rejection(6), Toy.alignment(EASY, 0.1, 3, OnExhausted.BEST, NO_FLOOR), 12, 3));
        assertThat(easy.segments()).hasSize(1);
        assertThat(easy.segments().get(0).attempts()).isEqualTo(1);
        assertThat(easy.segments().get(0).candidate().threshold()).isEqualTo(EASY);
        DecodingResult hard = toy.run(
                Toy.options(new Method.Rejection(6), Toy.alignment(HARD, 0.1, 3, OnExhausted.BEST, NO_FLOOR), 12, 3));
        DecodingResult best = toy.run(Toy.options(new Method.BestOf(6), null, 12, 3));
        assertThat(hard.text()).isEqualTo(best.text());
        assertThat(hard.segments().get(0).exhausted()).isTrue();
        assertThat(best.segments().get(0).exhausted()).isFalse();
        assertThat(hard.segments().get(0).candidate().attempt())
                .isEqualTo(best.segments().get(0).candidate().attempt());
    }

    /** Whichever answer ends first. */
    @ParameterizedTest
    @ValueSource(strings = {"best-of-n:20", "best-of-n-sequential:20", "rejection:20"})
    void ofEquallyGoodAnswersTheFirstIsTaken(String method) {
        for (int seed = 0; seed < 20; seed++) {
            Toy toy = new Toy(Toy.random(seed, 4, 0.1).model(), new FakeRewardModel(text -> 1));
            Alignment law = alignment(HARD, OnExhausted.BEST, NO_FLOOR, 1, 1);
            DecodingResult result = toy.run(Toy.options(Method.parse(method), law, 30, seed));
            assertThat(result.segments().get(0).candidate().attempt()).isEqualTo(1);
        }
    }

    @Test
    void bestOfNScoresInBatches() {
        Toy toy = Toy.random(9, 6, 0.05);
        toy.run(Toy.options(new Method.BestOf(20), null, 12, 3));
        assertThat(toy.rewards().batches().stream().mapToInt(List::size).max().orElseThrow())
                .isBetween(2, Beginning.BEST_OF_BATCH);
        int together = toy.rewards().batches().size();
        assertThat(together).isLessThanOrEqualTo(5);
    }
}
