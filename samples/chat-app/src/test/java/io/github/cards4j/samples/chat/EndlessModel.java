package io.github.cards4j.samples.chat;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.Usage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A language model that never comes to an end: only stopping it ends its answers. */
final class EndlessModel implements LanguageModel {

    private static final long STEP_NANOS = 1_000_000;

    private final String name;
    private final Runnable work;

    /** A millisecond a step. */
    EndlessModel() {
        this("endless", EndlessModel::work);
    }

    /** @param work what a step does */
    EndlessModel(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    static void work() {
        LockSupport.parkNanos(STEP_NANOS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tokenizer tokenizer() {
        return new Tokenizer() {
            @Override
            public int[] encode(List<Piece> pieces) {
                return new int[] {0};
            }

            @Override
            public String decode(int[] tokens) {
                char[] text = new char[2 * tokens.length];
                for (int i = 0; i < tokens.length; i++) {
                    text[2 * i] = ' ';
                    text[2 * i + 1] = 'a';
                }
                return new String(text);
            }

            @Override
            public int size() {
                return 2;
            }
        };
    }

    @Override
    public int contextLength() {
        return 1_000_000_000;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(1);
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        return new Continuation() {
            @Override
            public boolean prefill() {
                return true;
            }

            @Override
            public Lane start() {
                return new Lane() {
                    @Override
                    public void append(int token) {}

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void accept(Lane lane) {}

            @Override
            public Usage usage() {
                return Usage.NONE;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        work.run();
        return draws.stream().map(draw -> new Drawn(0, -1, 0.1)).toList();
    }

    @Override
    public void close() {}
}
