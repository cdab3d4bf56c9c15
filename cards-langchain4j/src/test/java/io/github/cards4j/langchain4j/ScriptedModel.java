package io.github.cards4j.langchain4j;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.TokenMask;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A language model that answers a rendered prompt by a script, a byte a token; where a word begins it is uncertain. */
final class ScriptedModel implements LanguageModel {

    private static final int END = ByteTokenizer.END;

    private final Function<String, List<String>> script;
    private final Tokenizer tokenizer = new ByteTokenizer();
    private final AtomicInteger steps = new AtomicInteger();
    private volatile Runnable beforeStep = () -> {};

    ScriptedModel(UnaryOperator<String> script) {
        this((Function<String, List<String>>) prompt -> List.of(script.apply(prompt)));
    }

    private ScriptedModel(Function<String, List<String>> script) {
        this.script = script;
    }

    /** Has several answers to a prompt, the likeliest first: a grammar decides. */
    static ScriptedModel choosing(Function<String, List<String>> script) {
        return new ScriptedModel(script);
    }

    ScriptedModel beforeStep(Runnable hook) {
        beforeStep = hook;
        return this;
    }

    int steps() {
        return steps.get();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int contextLength() {
        return 4096;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(END);
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        return new ScriptedContinuation(script.apply(tokenizer.decode(prompt)).stream()
                .map(answer -> IntStream.concat(IntStream.of(tokenizer.encode(answer)), IntStream.of(END))
                        .toArray())
                .toList());
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        beforeStep.run();
        steps.incrementAndGet();
        return draws.stream().map(ScriptedModel::draw).toList();
    }

    private static Drawn draw(Draw draw) {
        ScriptedLane lane = (ScriptedLane) draw.lane();
        TokenMask mask = draw.mask();
        int token = lane.owner.answers.stream()
                .filter(answer -> begins(answer, lane.tokens))
                .mapToInt(answer -> answer[lane.tokens.length])
                .filter(next -> mask == null || mask.allows(next))
                .findFirst()
                .orElseGet(() -> mask == null ? END : babble(mask, draw.u()));
        return new Drawn(token, -1, token == ' ' ? 5 : 0.1);
    }

    private static boolean begins(int[] answer, int[] tokens) {
        return answer.length > tokens.length && Arrays.equals(answer, 0, tokens.length, tokens, 0, tokens.length);
    }

    /** Where the script may not go on; ends are likely, so that it comes to one. */
    private static int babble(TokenMask mask, double u) {
        int[] ends = IntStream.of(END, '"', '}', ']').filter(mask::allows).toArray();
        if (ends.length > 0 && u < 0.4) {
            return ends[0];
        }
        int[] any = IntStream.rangeClosed(0, END).filter(mask::allows).toArray();
        return any[(int) (u * any.length)];
    }

    @Override
    public void close() {}

    private static final class ScriptedContinuation implements Continuation {
        private final List<int[]> answers;
        private int[] accepted = {};

        ScriptedContinuation(List<int[]> answers) {
            this.answers = answers;
        }

        @Override
        public boolean prefill() {
            return true;
        }

        @Override
        public Lane start() {
            return new ScriptedLane(this);
        }

        @Override
        public void accept(Lane lane) {
            accepted = ((ScriptedLane) lane).tokens;
        }

        @Override
        public Usage usage() {
            return Usage.NONE;
        }

        @Override
        public void close() {}
    }

    private static final class ScriptedLane implements Lane {
        private final ScriptedContinuation owner;

        /** Those of the accepted prefix too. */
        private int[] tokens;

        ScriptedLane(ScriptedContinuation owner) {
            this.owner = owner;
            tokens = owner.accepted;
        }

        @Override
        public void append(int token) {
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = token;
        }

        @Override
        public void close() {}
    }
}
