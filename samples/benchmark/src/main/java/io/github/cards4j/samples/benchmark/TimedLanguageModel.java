package io.github.cards4j.samples.benchmark;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.Usage;
import java.util.List;
import java.util.Set;

/** A language model whose work is timed: reading prompts, steps, and moving accepted candidates in the cache. */
record TimedLanguageModel(LanguageModel model, Clock prefill, Clock steps, Clock accepts) implements LanguageModel {

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    @Override
    public Set<Integer> endTokens() {
        return model.endTokens();
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        return new Timed(model.begin(prompt, sampling), this);
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        return steps.time(() -> model.step(draws));
    }

    @Override
    public void close() {
        model.close();
    }

    /** Its lanes are the model's own, so that the model knows them again. */
    private record Timed(Continuation continuation, TimedLanguageModel clocks) implements Continuation {

        @Override
        public boolean prefill() {
            return clocks.prefill.time(continuation::prefill);
        }

        @Override
        public Lane start() {
            return continuation.start();
        }

        @Override
        public void accept(Lane lane) {
            clocks.accepts.time(() -> continuation.accept(lane));
        }

        @Override
        public Usage usage() {
            return continuation.usage();
        }

        @Override
        public void close() {
            continuation.close();
        }
    }
}
