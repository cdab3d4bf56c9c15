package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.decoding.Span;
import io.github.cards4j.decoding.fake.FakeDriver;
import io.github.cards4j.decoding.fake.FakeLanguageModel;
import io.github.cards4j.decoding.fake.FakeRewardModel;
import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.grammar.Constraint;
import io.github.cards4j.grammar.Fits;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Position;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.TokenMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Grammars together with every method of decoding. */
class GrammarDecodingTest {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
            + "\"kind\":{\"enum\":[\"small\",\"smaller\"]},\"sizes\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}},"
            + "\"required\":[\"name\",\"kind\"]}";

    private static final Grammar.Tag CALL = new Grammar.Tag(
            "<call>",
            Grammar.jsonSchema(
                    "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}},\"required\":[\"x\"]}"),
            "</call>");

    private static final FakeTokenizer PIECES = FakeTokenizer.of(
            "a",
            "b",
            " ",
            ".",
            "<",
            "call>",
            " <call>",
            "<call>{",
            "</call>",
            "</call> b",
            "{\"x\":",
            "{",
            "}",
            "\"",
            "x",
            ":",
            "1",
            "23",
            "/",
            "c",
            "l",
            ">");

    /** Any distribution, the same for the same tokens. */
    private static FakeLanguageModel model(FakeTokenizer tokenizer, long seed) {
        return new FakeLanguageModel(tokenizer, 400, (prompt, answer) -> next(tokenizer.size(), seed, answer));
    }

    private static double[] next(int size, long seed, List<Integer> answer) {
        SplittableRandom random = new SplittableRandom(31 * seed + answer.hashCode());
        double[] p = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            p[i] = Math.pow(random.nextDouble(), 6) + 1e-6;
            sum += p[i];
        }
        for (int i = 0; i < size; i++) {
            p[i] /= sum;
        }
        return p;
    }

    private static FakeRewardModel rewards(long seed) {
        return new FakeRewardModel(text -> Toy.reward(seed, text));
    }

    private static Alignment alignment(OnExhausted onExhausted, double floor) {
        return new Alignment(1, 0.5, 0.5, 1.5, 2, 6, 6, onExhausted, "Sorry.", floor, 20);
    }

    private static DecodingOptions options(Method method, Grammar grammar, int maxNewTokens, long seed, Alignment law) {
        return new DecodingOptions(method, Toy.SAMPLING, maxNewTokens, List.of(), seed, law, 16, grammar);
    }

    private static DecodingResult run(
            FakeLanguageModel model, FakeRewardModel rewards, DecodingOptions options, DecodingListener listener) {
        return FakeDriver.run(model, Beginning.begin(model, rewards, Toy.PROMPT, Toy.CONVERSATION, options, listener));
    }

    private static void checkCounters(Counters counters) {
        assertThat(counters.tokensProposed())
                .isEqualTo(counters.tokensAccepted() + counters.tokensRejected() + counters.tokensCancelled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "cards:1", "cards", "best-of-n:4", "best-of-n-sequential:3", "rejection:3"})
    void everyMethodWritesJsonThatFits(String method) {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        Set<FinishReason> reasons = EnumSet.noneOf(FinishReason.class);
        for (int seed = 0; seed < 40; seed++) {
            int maxNewTokens = 45 + 7 * seed;
            DecodingResult result = run(
                    model(tokenizer, seed),
                    rewards(seed),
                    options(
                            Method.parse(method),
                            Grammar.jsonSchema(SCHEMA),
                            maxNewTokens,
                            seed,
                            alignment(OnExhausted.BEST, Double.NEGATIVE_INFINITY)),
                    DecodingListener.NONE);
            assertThat(Fits.text(result.text(), SCHEMA)).as(result.text()).isTrue();
            assertThat(result.finishReason())
                    .isEqualTo(reason(result, Grammar.jsonSchema(SCHEMA), tokenizer, maxNewTokens));
            assertThat(result.tokens()).hasSizeLessThanOrEqualTo(maxNewTokens).endsWith(tokenizer.end());
            assertThat(result.spans()).containsExactly(new Span(result.text(), null));
            checkCounters(result.counters());
            reasons.add(result.finishReason());
        }
        assertThat(reasons).containsExactlyInAnyOrder(FinishReason.END_OF_SEQUENCE, FinishReason.LENGTH);
    }

    /** Of an answer that was not stopped: whether the limit ended it, or left out what the grammar allows for any of its tokens. */
    private static FinishReason reason(DecodingResult result, Grammar grammar, FakeTokenizer tokenizer, int limit) {
        Position at = Constraint.of(grammar, tokenizer, Set.of(tokenizer.end())).start();
        int tokens = 0;
        for (int token : result.tokens()) {
            if (!at.mask(limit - tokens).equals(at.mask(10_000))) {
                return FinishReason.LENGTH;
            }
            if (token == tokenizer.end()) {
                return FinishReason.END_OF_SEQUENCE;
            }
            at = at.after(token);
            tokens++;
        }
        assertThat(tokens).isEqualTo(limit);
        return FinishReason.LENGTH;
    }

    /** Says a text, and where it may not, anything else. */
    private static FakeLanguageModel insisting(FakeTokenizer tokenizer, String text) {
        int[] wanted = tokenizer.encode(text);
        return new FakeLanguageModel(tokenizer, 1000, (prompt, answer) -> {
            double[] p = new double[tokenizer.size()];
            Arrays.fill(p, 1e-9);
            p[answer.size() < wanted.length ? wanted[answer.size()] : tokenizer.end()] = 1 - 1e-9 * (p.length - 1);
            return p;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "cards:1", "cards", "best-of-n:4", "best-of-n-sequential:3", "rejection:3"})
    void whatTheLimitShortensIsNeverReportedAsComplete(String method) {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        String text = "{\"name\":\"Ann of the hill\",\"kind\":\"small\",\"sizes\":[12500,7]}";
        int shortened = 0;
        for (int limit = 30; limit < 100; limit++) {
            DecodingResult result = run(
                    insisting(tokenizer, text),
                    rewards(limit),
                    options(
                            Method.parse(method),
                            Grammar.jsonSchema(SCHEMA),
                            limit,
                            limit,
                            alignment(OnExhausted.BEST, Double.NEGATIVE_INFINITY)),
                    DecodingListener.NONE);
            assertThat(Fits.text(result.text(), SCHEMA)).as(result.text()).isTrue();
            if (!result.text().equals(text)) {
                assertThat(result.finishReason()).as(result.text()).isEqualTo(FinishReason.LENGTH);
                shortened++;
            } else if (limit > text.length() + 8) {
                assertThat(result.finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
            }
        }
        assertThat(shortened).isEqualTo(text.length() + 1 - 30);
    }

    /** What an answer needs at least is an upper bound, which must not matter far below the limit. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "cards", "best-of-n:4", "rejection:3"})
    void aShortAnswerIsCompleteUnderALongLimit(String method) {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        Grammar call = Grammar.tagged(List.of(CALL), 0, Integer.MAX_VALUE, true);
        Grammar forced = Grammar.tagged(List.of(CALL), 1, Integer.MAX_VALUE, false);
        Map<String, Grammar> answers = Map.of(
                "{\"a\": [1.5e3, {}]}",
                Grammar.jsonObject(),
                "{\"name\":\"\",\"kind\":\"small\"}",
                Grammar.jsonSchema(SCHEMA),
                "I need no call.",
                call,
                "<call>{\"x\":12500}</call>",
                forced);
        answers.forEach((text, grammar) -> {
            DecodingResult result = run(
                    insisting(tokenizer, text),
                    rewards(1),
                    options(
                            Method.parse(method),
                            grammar,
                            256,
                            1,
                            alignment(OnExhausted.BEST, Double.NEGATIVE_INFINITY)),
                    DecodingListener.NONE);
            assertThat(tokenizer.decode(
                            result.tokens().stream().mapToInt(i -> i).toArray()))
                    .isEqualTo(text);
            assertThat(result.finishReason()).as(text).isEqualTo(FinishReason.END_OF_SEQUENCE);
        });
    }

    /** A number and a list of calls may end anywhere: that is no sign of a complete one. Nor is prose in which a call had no room. */
    @Test
    void whatMayEndMayHaveBeenShortenedToo() {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        String call = "<call>{\"x\":1}</call>";
        Map<String, Grammar> answers = Map.of(
                "12500",
                Grammar.jsonSchema("{\"type\":\"integer\"}"),
                call + "\n" + call,
                Grammar.tagged(List.of(CALL), 1, Integer.MAX_VALUE, false));
        answers.forEach((text, grammar) -> {
            for (int limit = text.length() / 2 + 2; limit <= text.length(); limit++) {
                assertThat(plain(tokenizer, text, grammar, limit))
                        .as("%s in %d", text, limit)
                        .isEqualTo(FinishReason.LENGTH);
            }
        });
        Grammar prose = Grammar.tagged(List.of(CALL), 0, Integer.MAX_VALUE, true);
        assertThat(plain(PIECES, "a.", prose, 5)).isEqualTo(FinishReason.LENGTH);
        assertThat(plain(PIECES, "a.", prose, 20)).isEqualTo(FinishReason.END_OF_SEQUENCE);
    }

    private static FinishReason plain(FakeTokenizer tokenizer, String text, Grammar grammar, int limit) {
        DecodingOptions options =
                new DecodingOptions(Method.PLAIN, Toy.SAMPLING, limit, List.of(), 1, null, 16, grammar);
        return run(insisting(tokenizer, text), rewards(1), options, DecodingListener.NONE)
                .finishReason();
    }

    @Test
    void lanesDoNotChangeTheAnswerNorDoTags() {
        int segments = 0;
        int tags = 0;
        int betweenProse = 0;
        Set<FinishReason> reasons = EnumSet.noneOf(FinishReason.class);
        for (int seed = 0; seed < 120; seed++) {
            Grammar grammar = seed % 3 == 0
                    ? Grammar.jsonSchema(SCHEMA)
                    : Grammar.tagged(List.of(CALL), seed % 2, seed % 5 == 0 ? 2 : Integer.MAX_VALUE, seed % 7 != 0);
            FakeTokenizer tokenizer = seed % 3 == 0 ? FakeTokenizer.ascii() : PIECES;
            OnExhausted onExhausted = seed % 4 == 0 ? OnExhausted.STOP : OnExhausted.BEST;
            Alignment law = alignment(onExhausted, seed % 4 == 1 ? -0.2 : Double.NEGATIVE_INFINITY);
            DecodingResult one = null;
            for (String method : List.of("cards:1", "cards:3", "cards:8", "cards")) {
                FakeRewardModel rewards = rewards(seed);
                Recorder recorder = new Recorder();
                DecodingResult result = run(
                        model(tokenizer, seed),
                        rewards,
                        options(Method.parse(method), grammar, 60, seed, law),
                        recorder);
                one = one == null ? result : one;
                assertThat(result.text()).isEqualTo(one.text());
                assertThat(result.tokens()).isEqualTo(one.tokens());
                assertThat(result.segments()).isEqualTo(one.segments());
                assertThat(result.spans()).isEqualTo(one.spans());
                checkCounters(result.counters());
                assertThat(recorder.spans()).isEqualTo(result.spans());
                assertThat(recorder.prose.toString()).isEqualTo(result.text());
                assertThat(rewards.scored()).noneMatch(text -> text.contains("<call>"));
                if (result.finishReason() != FinishReason.EXHAUSTED) {
                    assertThat(result.finishReason()).isEqualTo(reason(result, grammar, tokenizer, 60));
                    reasons.add(result.finishReason());
                }
            }
            segments += one == null ? 0 : one.segments().size();
            if (one != null && grammar.tagged()) {
                tags += checkTags(one);
                betweenProse += one.segments().stream().anyMatch(Segment::judged) ? 1 : 0;
            }
        }
        assertThat(segments).isGreaterThan(300);
        assertThat(tags).isGreaterThan(50);
        assertThat(betweenProse).isGreaterThan(20);
        assertThat(reasons).containsExactlyInAnyOrder(FinishReason.END_OF_SEQUENCE, FinishReason.LENGTH);
    }

    /** What the listener is told, in order. */
    private static final class Recorder implements DecodingListener {
        final StringBuilder prose = new StringBuilder();
        private final List<Span> told = new ArrayList<>();
        private final StringBuilder open = new StringBuilder();

        @Override
        public void onText(String text) {
            prose.append(text);
            open.append(text);
        }

        @Override
        public void onTagged(Span span) {
            close();
            told.add(span);
        }

        private void close() {
            if (open.length() > 0) {
                told.add(new Span(open.toString(), null));
                open.setLength(0);
            }
        }

        List<Span> spans() {
            close();
            return told;
        }
    }

    /** Tags are whole, and segments of their own that nobody judges; prose never is one. */
    private static int checkTags(DecodingResult result) {
        StringBuilder all = new StringBuilder();
        int tags = 0;
        for (Span span : result.spans()) {
            if (span.tag() == null) {
                all.append(span.text());
            } else {
                tags++;
                assertThat(Fits.json(span.text())).isTrue();
                all.append("<call>").append(span.text()).append("</call>");
            }
        }
        int[] tokens = result.tokens().stream().mapToInt(i -> i).toArray();
        assertThat(PIECES.decode(tokens)).isEqualTo(all.toString());
        for (Segment segment : result.segments()) {
            String text = PIECES.decode(
                    segment.candidate().tokens().stream().mapToInt(i -> i).toArray());
            if (segment.judged()) {
                assertThat(text).doesNotContain("<call>");
            } else {
                assertThat(segment.attempts()).isPositive();
                assertThat(text.contains("</call>") || segment.candidate().end() == SegmentEnd.END_OF_SEQUENCE)
                        .as(text)
                        .isTrue();
            }
        }
        return tags;
    }

    /** What is read no further than the reward model can is complete there; half of it would be worth nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"cards:1", "cards", "best-of-n:4", "rejection:3"})
    void jsonEndsWhereTheRewardModelsContextDoes(String method) {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        int ended = 0;
        for (int seed = 0; seed < 20; seed++) {
            int like = seed;
            FakeRewardModel rewards = new FakeRewardModel(text -> {
                if (text.length() > 45) {
                    throw new ContextExceededException(text.length() + " characters");
                }
                return Toy.reward(like, text);
            });
            DecodingOptions options = options(
                    Method.parse(method),
                    Grammar.jsonSchema(SCHEMA),
                    90,
                    seed,
                    alignment(OnExhausted.BEST, Double.NEGATIVE_INFINITY));
            DecodingResult result = run(model(tokenizer, seed), rewards.reading(45), options, DecodingListener.NONE);
            assertThat(Fits.text(result.text(), SCHEMA)).as(result.text()).isTrue();
            assertThat(result.tokens()).hasSizeLessThanOrEqualTo(45);
            ended += result.tokens().size() > 40 ? 1 : 0;
        }
        assertThat(ended).isPositive();
        assertThatThrownBy(() -> run(
                        model(tokenizer, 1),
                        rewards(1).reading(10),
                        options(
                                Method.parse(method),
                                Grammar.jsonSchema(SCHEMA),
                                90,
                                1,
                                alignment(OnExhausted.BEST, 0)),
                        DecodingListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the answer may have 10 tokens");
    }

    /** A reward model may read less than it said: half of a JSON is no answer, beside calls as alone. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jsonThatCannotBeJudgedToItsEndIsNoAnswer(boolean besideCalls) {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        Grammar json = Grammar.jsonSchema(SCHEMA);
        Grammar calls = Grammar.tagged(List.of(CALL), 1, 1, false);
        FakeRewardModel rewards = new FakeRewardModel(text -> {
            if (text.length() > 20) {
                throw new ContextExceededException(text.length() + " characters, but 20 at most");
            }
            return 1;
        });
        assertThatThrownBy(() -> run(
                        insisting(tokenizer, "{\"name\":\"Ann of the hill\",\"kind\":\"small\"}"),
                        rewards,
                        options(
                                Method.CARDS,
                                besideCalls ? Grammar.anyOf(List.of(calls, json)) : json,
                                90,
                                1,
                                alignment(OnExhausted.BEST, Double.NEGATIVE_INFINITY)),
                        DecodingListener.NONE))
                .isInstanceOf(ContextExceededException.class)
                .hasMessageContaining("20 at most");
    }

    /** The entropy of what a token is drawn from, and its probability, are those of what the mask leaves. */
    @Test
    void entropiesAreThoseOfTheMaskedDistribution() {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        Constraint constraint = Constraint.of(Grammar.jsonSchema(SCHEMA), tokenizer, Set.of(tokenizer.end()));
        for (int seed = 0; seed < 10; seed++) {
            List<Double> entropies = new ArrayList<>();
            DecodingListener listener = new DecodingListener() {
                @Override
                public void onEntropy(double entropy) {
                    entropies.add(entropy);
                }
            };
            DecodingOptions options = new DecodingOptions(
                    Method.PLAIN, Toy.SAMPLING, 60, List.of(), seed, null, 16, Grammar.jsonSchema(SCHEMA));
            DecodingResult result = run(model(tokenizer, seed), rewards(seed), options, listener);
            Position at = constraint.start();
            double logProbability = 0;
            List<Integer> before = new ArrayList<>();
            for (int token : result.tokens()) {
                double[] p = masked(next(tokenizer.size(), seed, before), at.mask(60 - before.size()));
                assertThat(entropies.get(before.size())).isCloseTo(FakeLanguageModel.entropy(p), within(1e-12));
                logProbability += Math.log(p[token]);
                before.add(token);
                at = token == tokenizer.end() ? at : at.after(token);
            }
            assertThat(result.segments().get(0).candidate().logProbability()).isCloseTo(logProbability, within(1e-9));
        }
    }

    private static double[] masked(double[] p, TokenMask mask) {
        double[] left = new double[p.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            left[i] = mask.allows(i) ? p[i] : 0;
            sum += left[i];
        }
        for (int i = 0; i < p.length; i++) {
            left[i] /= sum;
        }
        return left;
    }

    /** At a threshold of 0 every place is uncertain, yet nothing is divided where there is no choice. */
    @Test
    void noSegmentEndsInsideAForcedRun() {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        Constraint constraint = Constraint.of(Grammar.jsonSchema(SCHEMA), tokenizer, Set.of(tokenizer.end()));
        int boundaries = 0;
        for (int seed = 0; seed < 20; seed++) {
            Alignment law = new Alignment(0, 0.5, 0.5, 0, 1, 2, 3, OnExhausted.BEST, "", Double.NEGATIVE_INFINITY, 20);
            DecodingResult result = run(
                    model(tokenizer, seed),
                    rewards(seed),
                    options(Method.CARDS, Grammar.jsonSchema(SCHEMA), 60, seed, law),
                    DecodingListener.NONE);
            Position at = constraint.start();
            int tokens = 0;
            for (Segment segment : result.segments()) {
                assertThat(tokens == 0 || !at.forced(60 - tokens)).isTrue();
                for (int token : segment.candidate().tokens()) {
                    at = token == tokenizer.end() ? at : at.after(token);
                    tokens++;
                }
                boundaries++;
            }
        }
        assertThat(boundaries).isGreaterThan(60);
    }

    /** Texts follow the distribution that the masks leave, exactly enumerated. */
    @Test
    void textsFollowTheMaskedDistribution() {
        Toy toy = Toy.random(5, 3, 0.2);
        double[][] table = Toy.table(5, 3, 0.2);
        List<String> texts = List.of("ab", "abba", "b", "ba", "cca", "ccb");
        Grammar grammar = Grammar.choice(texts);
        Constraint constraint = Constraint.of(
                grammar, toy.model().tokenizer(), Set.of(toy.model().tokenizer().end()));
        Map<String, Double> law = new HashMap<>();
        enumerate(constraint.start(), 10, 1, "", 3, table, law);
        assertThat(law.keySet()).isEqualTo(Set.copyOf(texts));
        Map<String, Integer> counts = new HashMap<>();
        for (int seed = 0; seed < 4000; seed++) {
            DecodingOptions options =
                    new DecodingOptions(Method.PLAIN, Toy.SAMPLING, 10, List.of(), seed, null, 16, grammar);
            counts.merge(toy.run(options).text(), 1, Integer::sum);
        }
        assertThat(ChiSquare.excess(counts, law)).isLessThan(1);
    }

    private static void enumerate(
            Position at, int remaining, double p, String text, int last, double[][] table, Map<String, Double> law) {
        double[] next = masked(table[last], at.mask(remaining));
        for (int token = 0; token < next.length; token++) {
            if (next[token] > 0 && token == next.length - 1) {
                law.merge(text, p * next[token], Double::sum);
            } else if (next[token] > 0) {
                enumerate(
                        at.after(token),
                        remaining - 1,
                        p * next[token],
                        text + (char) ('a' + token),
                        token,
                        table,
                        law);
            }
        }
    }

    @Test
    void whatWouldCutTheTextIsRefused() {
        Grammar json = Grammar.jsonObject();
        Alignment law = alignment(OnExhausted.REPLACE, 0);
        assertThatThrownBy(() -> options(Method.CARDS, json, 60, 1, law))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("onExhausted=replace and grammar");
        assertThatThrownBy(() -> new DecodingOptions(Method.PLAIN, Toy.SAMPLING, 60, List.of("x"), 1, null, 16, json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stopSequences and grammar");
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        assertThatThrownBy(() -> run(
                        model(tokenizer, 1),
                        rewards(1),
                        options(Method.CARDS, Grammar.jsonSchema(SCHEMA), 10, 1, alignment(OnExhausted.BEST, 0)),
                        DecodingListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raise maxNewTokens");
    }

    /** Below the floor nothing is accepted, and the text is cut: the finish reason says so. */
    @Test
    void theFloorStillHolds() {
        FakeTokenizer tokenizer = FakeTokenizer.ascii();
        DecodingResult result = run(
                model(tokenizer, 1),
                rewards(1),
                options(Method.CARDS, Grammar.jsonSchema(SCHEMA), 60, 1, alignment(OnExhausted.BEST, 100)),
                DecodingListener.NONE);
        assertThat(result.finishReason()).isEqualTo(FinishReason.EXHAUSTED);
        assertThat(result.text()).isEmpty();
    }
}
