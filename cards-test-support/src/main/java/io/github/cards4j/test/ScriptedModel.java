package io.github.cards4j.test;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A language model that answers a rendered prompt by a script, a byte a token. One that says texts is uncertain where a word
 * begins, so that a segment ends before each space.
 */
public final class ScriptedModel implements LanguageModel {

    /** What comes next in an answer. */
    @FunctionalInterface
    public interface Answer {

        /** @param soFar the tokens of the accepted prefix and of the candidate after it */
        Drawn next(List<Integer> soFar, Draw draw);
    }

    private static final int LONG_ENOUGH = 4096;
    private static final int FOR_EVER = 1_000_000_000;

    private final String name;
    private final int contextLength;
    private final Usage usage;
    private final Function<String, Answer> script;
    private final Tokenizer tokenizer = new ByteTokenizer();
    private final AtomicInteger steps = new AtomicInteger();
    private volatile Runnable beforeStep = () -> {};

    private ScriptedModel(String name, int contextLength, Usage usage, Function<String, Answer> script) {
        this.name = name;
        this.contextLength = contextLength;
        this.usage = usage;
        this.script = script;
    }

    private ScriptedModel(Function<String, List<String>> texts, boolean strict) {
        this("scripted", LONG_ENOUGH, Usage.NONE, prompt -> Choice.of(texts.apply(prompt), strict));
    }

    /** Says one text to a prompt; where a grammar does not allow it, something else that it allows. */
    public ScriptedModel(UnaryOperator<String> script) {
        this(prompt -> List.of(script.apply(prompt)), false);
    }

    /** As {@link #ScriptedModel(UnaryOperator)}, but fails where a grammar does not allow what the script says. */
    public static ScriptedModel strict(UnaryOperator<String> script) {
        return new ScriptedModel(prompt -> List.of(script.apply(prompt)), true);
    }

    /** Has several texts to say to a prompt, the likeliest first: a grammar decides. */
    public static ScriptedModel choosing(Function<String, List<String>> script) {
        return new ScriptedModel(script, false);
    }

    /**
     * Draws each token by a function, whatever was asked; its context ends nowhere.
     *
     * @param usage what it says that an answer has cost
     */
    public static ScriptedModel drawing(String name, Usage usage, Answer answer) {
        return new ScriptedModel(name, FOR_EVER, usage, prompt -> answer);
    }

    /** Called on the engine's thread before each step; takes the place of what was called before. */
    public ScriptedModel beforeStep(Runnable hook) {
        beforeStep = hook;
        return this;
    }

    /** How many steps it has taken. */
    public int steps() {
        return steps.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(ByteTokenizer.END);
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        return new Begun(script.apply(tokenizer.decode(prompt)));
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        beforeStep.run();
        steps.incrementAndGet();
        return draws.stream().map(draw -> ((Candidate) draw.lane()).next(draw)).toList();
    }

    @Override
    public void close() {}

    private final class Begun implements Continuation {

        private final Answer answer;
        private List<Integer> accepted = List.of();

        Begun(Answer answer) {
            this.answer = answer;
        }

        @Override
        public boolean prefill() {
            return true;
        }

        @Override
        public Lane start() {
            return new Candidate(answer, accepted);
        }

        @Override
        public void accept(Lane lane) {
            accepted = ((Candidate) lane).tokens;
        }

        @Override
        public Usage usage() {
            return usage;
        }

        @Override
        public void close() {}
    }

    private static final class Candidate implements Lane {

        private final Answer answer;

        /** Those of the accepted prefix too. */
        private final List<Integer> tokens;

        Candidate(Answer answer, List<Integer> accepted) {
            this.answer = answer;
            tokens = new ArrayList<>(accepted);
        }

        Drawn next(Draw draw) {
            return answer.next(tokens, draw);
        }

        @Override
        public void append(int token) {
            tokens.add(token);
        }

        @Override
        public void close() {}
    }
}
