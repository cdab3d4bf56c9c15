package io.github.cards4j.langchain4j;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A language model that answers a rendered prompt by a script, a word a token; every fourth word is uncertain. */
final class ScriptedModel implements LanguageModel {

    private static final int END = 0;
    private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+$");

    private final UnaryOperator<String> script;
    private final Words words = new Words();
    private final AtomicInteger steps = new AtomicInteger();
    private volatile Runnable beforeStep = () -> {};

    ScriptedModel(UnaryOperator<String> script) {
        this.script = script;
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
        return words;
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
        return new ScriptedContinuation(words.encode(script.apply(words.decode(prompt))));
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        beforeStep.run();
        steps.incrementAndGet();
        return draws.stream().map(draw -> draw((ScriptedLane) draw.lane())).toList();
    }

    private static Drawn draw(ScriptedLane lane) {
        int at = lane.owner.accepted + lane.tokens;
        int token = at < lane.owner.answer.length ? lane.owner.answer[at] : END;
        return new Drawn(token, -1, at % 4 == 0 ? 5 : 0.1);
    }

    @Override
    public void close() {}

    private static final class ScriptedContinuation implements Continuation {
        private final int[] answer;
        private int accepted;

        ScriptedContinuation(int[] answer) {
            this.answer = answer;
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
            accepted += ((ScriptedLane) lane).tokens;
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
        private int tokens;

        ScriptedLane(ScriptedContinuation owner) {
            this.owner = owner;
        }

        @Override
        public void append(int token) {
            tokens++;
        }

        @Override
        public void close() {}
    }

    /** Words get numbers as they come. */
    private static final class Words implements Tokenizer {
        private final List<String> known = new ArrayList<>(List.of(""));

        @Override
        public synchronized int[] encode(List<Piece> pieces) {
            String text = pieces.stream().map(Piece::text).collect(Collectors.joining());
            return WORD.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .mapToInt(this::number)
                    .toArray();
        }

        private int number(String word) {
            if (!known.contains(word)) {
                known.add(word);
            }
            return known.indexOf(word);
        }

        @Override
        public synchronized String decode(int[] tokens) {
            StringBuilder text = new StringBuilder();
            for (int token : tokens) {
                text.append(known.get(token));
            }
            return text.toString();
        }

        @Override
        public synchronized int size() {
            return known.size();
        }
    }
}
