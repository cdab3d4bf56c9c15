package io.github.cards4j;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A language model that says what a script says, a character a token; id 0 ends an answer. */
final class ScriptedModel implements LanguageModel {

    static final char END = 0;
    static final String STEP = "step";
    static final double LOW = 0.1;
    static final double HIGH = 5;

    /** What comes after a prompt and the answer so far; {@code u} in (0, 1) chooses. */
    interface Script {
        char next(String prompt, String soFar, double u);
    }

    private final Script script;
    private final int contextLength;
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<String> passes = new CopyOnWriteArrayList<>();
    private volatile int chunk = Integer.MAX_VALUE;
    private final Set<Thread> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
    private volatile Consumer<List<String>> beforeStep = prompts -> {};
    private volatile Runnable beforeEncode = () -> {};
    private volatile boolean closed;

    ScriptedModel(Script script) {
        this(script, 10_000);
    }

    ScriptedModel(Script script, int contextLength) {
        this.script = script;
        this.contextLength = contextLength;
    }

    /** Says the same whatever is asked. */
    static ScriptedModel saying(String answer) {
        return new ScriptedModel(
                (prompt, soFar, u) -> soFar.length() < answer.length() ? answer.charAt(soFar.length()) : END);
    }

    /** Never ends. */
    static ScriptedModel babbling() {
        return new ScriptedModel((prompt, soFar, u) -> soFar.length() % 5 == 4 ? ' ' : 'a');
    }

    /** Called on the engine's thread with the prompts of all lanes before each step. */
    ScriptedModel beforeStep(Consumer<List<String>> hook) {
        beforeStep = hook;
        return this;
    }

    /** Prompts are read so many characters at a time. */
    ScriptedModel readingBy(int characters) {
        chunk = characters;
        return this;
    }

    /** What was done, in order: {@link #STEP}, or the prompt of which a chunk was read. */
    List<String> passes() {
        return passes;
    }

    /** Called on the caller's thread before a prompt is encoded. */
    ScriptedModel beforeEncode(Runnable hook) {
        beforeEncode = hook;
        return this;
    }

    /** Number of lanes in each step so far. */
    List<Integer> batches() {
        return batches;
    }

    Set<Thread> threads() {
        return threads;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Tokenizer tokenizer() {
        return new Characters(() -> beforeEncode.run());
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of((int) END);
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        threads.add(Thread.currentThread());
        return new ScriptedContinuation(tokenizer().decode(prompt));
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        threads.add(Thread.currentThread());
        batches.add(draws.size());
        passes.add(STEP);
        beforeStep.accept(draws.stream()
                .map(draw -> ((ScriptedLane) draw.lane()).owner.prompt)
                .collect(Collectors.toList()));
        return draws.stream().map(this::draw).toList();
    }

    private Drawn draw(Draw draw) {
        ScriptedLane lane = (ScriptedLane) draw.lane();
        String soFar = lane.owner.accepted.toString() + lane.text;
        char next = script.next(lane.owner.prompt, soFar, draw.u());
        return new Drawn(next, Math.log(0.5), soFar.endsWith(" ") ? HIGH : LOW);
    }

    @Override
    public void close() {
        threads.add(Thread.currentThread());
        closed = true;
    }

    private final class ScriptedContinuation implements Continuation {
        private final String prompt;
        private int read;
        private final StringBuilder accepted = new StringBuilder();

        ScriptedContinuation(String prompt) {
            this.prompt = prompt;
        }

        @Override
        public boolean prefill() {
            passes.add(prompt);
            read += Math.min(chunk, prompt.length() - read);
            return read == prompt.length();
        }

        @Override
        public Lane start() {
            return new ScriptedLane(this);
        }

        @Override
        public void accept(Lane lane) {
            accepted.append(((ScriptedLane) lane).text);
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
        private final StringBuilder text = new StringBuilder();

        ScriptedLane(ScriptedContinuation owner) {
            this.owner = owner;
        }

        @Override
        public void append(int token) {
            text.append((char) token);
        }

        @Override
        public void close() {}
    }

    private record Characters(Runnable beforeEncode) implements Tokenizer {
        @Override
        public int[] encode(List<Piece> pieces) {
            beforeEncode.run();
            return pieces.stream()
                    .map(Piece::text)
                    .collect(Collectors.joining())
                    .chars()
                    .toArray();
        }

        @Override
        public String decode(int[] tokens) {
            StringBuilder text = new StringBuilder();
            for (int token : tokens) {
                if (token != END) {
                    text.append((char) token);
                }
            }
            return text.toString();
        }

        @Override
        public int size() {
            return 65536;
        }
    }

    /** Token ids of an answer's text, for a test's expectations. */
    static List<Integer> tokens(String text) {
        return new ArrayList<>(text.chars().boxed().toList());
    }
}
