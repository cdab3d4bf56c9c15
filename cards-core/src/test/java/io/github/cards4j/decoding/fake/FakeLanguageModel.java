package io.github.cards4j.decoding.fake;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.TokenMask;
import io.github.cards4j.model.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A language model whose next-token distribution is any function. Applies the temperature, not top-k and top-p. Counts
 * forward passes as a model with caches needs them, and fails if it is not driven as the interfaces say.
 */
public final class FakeLanguageModel implements LanguageModel {

    /** The next-token distribution. */
    @FunctionalInterface
    public interface Next {
        /** Probabilities of all tokens, at temperature 1. */
        double[] after(List<Integer> prompt, List<Integer> answer);
    }

    private final FakeTokenizer tokenizer;
    private final int contextLength;
    private final Next next;
    private int passes;
    private int open;

    public FakeLanguageModel(FakeTokenizer tokenizer, int contextLength, Next next) {
        this.tokenizer = tokenizer;
        this.contextLength = contextLength;
        this.next = next;
    }

    /** Says one text, whatever it is asked, and ends. */
    public static FakeLanguageModel saying(FakeTokenizer tokenizer, String text) {
        int[] tokens = tokenizer.encode(text);
        return new FakeLanguageModel(tokenizer, 1000, (prompt, answer) -> {
            double[] p = new double[tokenizer.size()];
            p[answer.size() < tokens.length ? tokens[answer.size()] : tokenizer.end()] = 1;
            return p;
        });
    }

    /** Forward passes of {@link #step} altogether; one that only uses kept logits is none. */
    public int passes() {
        return passes;
    }

    /** Continuations that have not been closed. */
    public int open() {
        return open;
    }

    @Override
    public String name() {
        return "fake language model";
    }

    @Override
    public FakeTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(tokenizer.end());
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        open++;
        return new FakeContinuation(prompt, sampling);
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        require(!draws.isEmpty(), "a step without draws");
        Set<Lane> lanes = new HashSet<>();
        Set<FakeContinuation> reading = new HashSet<>();
        List<Drawn> drawn = new ArrayList<>();
        for (Draw draw : draws) {
            FakeLane lane = (FakeLane) draw.lane();
            require(lanes.add(lane), "a lane twice in one step");
            if (lane.read()) {
                reading.add(lane.owner);
            }
            drawn.add(lane.draw(draw.u(), draw.mask()));
        }
        reading.forEach(c -> c.usage = c.usage.plus(new Usage(1, 0)));
        passes += reading.isEmpty() ? 0 : 1;
        return drawn;
    }

    @Override
    public void close() {}

    /** Entropy in nats. */
    public static double entropy(double[] probabilities) {
        double h = 0;
        for (double p : probabilities) {
            h -= p > 0 ? p * Math.log(p) : 0;
        }
        return h;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    private final class FakeContinuation implements Continuation {
        final List<Integer> prompt;
        final Sampling sampling;
        final List<Integer> accepted = new ArrayList<>();
        final Set<FakeLane> lanes = new HashSet<>();
        Usage usage = Usage.NONE;
        int prefilled;
        boolean acceptedRead = true;
        boolean closed;

        FakeContinuation(int[] prompt, Sampling sampling) {
            this.prompt = java.util.Arrays.stream(prompt).boxed().toList();
            this.sampling = sampling;
        }

        @Override
        public boolean prefill() {
            require(!closed && prefilled < prompt.size(), "prefill of what has been read, or is closed");
            int chunk = Math.min(4, prompt.size() - prefilled);
            prefilled += chunk;
            usage = usage.plus(new Usage(1, chunk));
            return prefilled == prompt.size();
        }

        @Override
        public Lane start() {
            require(!closed && prefilled == prompt.size(), "start before the prompt has been read, or after close");
            FakeLane lane = new FakeLane(this);
            lanes.add(lane);
            return lane;
        }

        @Override
        public void accept(Lane lane) {
            FakeLane winner = (FakeLane) lane;
            require(lanes.contains(winner), "accept of a lane that is closed");
            accepted.addAll(winner.tokens);
            acceptedRead = winner.readTokens == winner.tokens.size();
            lanes.clear();
        }

        @Override
        public Usage usage() {
            return usage;
        }

        @Override
        public void close() {
            require(!closed, "closed twice");
            closed = true;
            lanes.clear();
            open--;
        }
    }

    private final class FakeLane implements Lane {
        final FakeContinuation owner;
        final List<Integer> tokens = new ArrayList<>();
        int readTokens;
        boolean drawn;

        FakeLane(FakeContinuation owner) {
            this.owner = owner;
        }

        @Override
        public void append(int token) {
            require(owner.lanes.contains(this), "append to a closed lane");
            require(drawn, "append before a token was drawn");
            drawn = false;
            tokens.add(token);
            require(
                    owner.prompt.size() + owner.accepted.size() + tokens.size() < contextLength,
                    "a token is to be read that leaves no room for another");
        }

        @Override
        public void close() {
            owner.lanes.remove(this);
        }

        /** Whether this draw needs a forward pass: the last token has not been read. */
        boolean read() {
            require(owner.lanes.contains(this), "step of a closed lane");
            require(!drawn, "drawn twice without a token between");
            if (tokens.isEmpty()) {
                boolean needed = !owner.acceptedRead;
                owner.usage = owner.usage.plus(new Usage(0, needed ? 1 : 0));
                owner.acceptedRead = true;
                return needed;
            }
            owner.usage = owner.usage.plus(new Usage(0, tokens.size() - readTokens));
            boolean needed = readTokens < tokens.size();
            readTokens = tokens.size();
            return needed;
        }

        Drawn draw(double u, @Nullable TokenMask mask) {
            require(u > 0 && u < 1 && u == (float) u, "u must be a float in (0, 1), but is " + u);
            drawn = true;
            List<Integer> answer = new ArrayList<>(owner.accepted);
            answer.addAll(tokens);
            double[] p = masked(next.after(owner.prompt, answer), mask);
            int token = owner.sampling.greedy() ? argmax(p) : inverse(tempered(p, owner.sampling.temperature()), u);
            return new Drawn(token, Math.log(p[token]), entropy(p));
        }

        private double[] masked(double[] p, @Nullable TokenMask mask) {
            if (mask == null) {
                return p;
            }
            double[] left = new double[p.length];
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                left[i] = mask.allows(i) ? p[i] : 0;
                sum += left[i];
            }
            require(sum > 0, "a mask that leaves nothing");
            for (int i = 0; i < p.length; i++) {
                left[i] /= sum;
            }
            return left;
        }

        private double[] tempered(double[] p, double temperature) {
            double[] q = new double[p.length];
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                q[i] = temperature == 1 ? p[i] : Math.pow(p[i], 1 / temperature);
                sum += q[i];
            }
            for (int i = 0; i < p.length; i++) {
                q[i] /= sum;
            }
            return q;
        }

        private int inverse(double[] p, double u) {
            int last = 0;
            double below = 0;
            for (int i = 0; i < p.length; i++) {
                if (p[i] > 0) {
                    last = i;
                    below += p[i];
                    if (u < below) {
                        return i;
                    }
                }
            }
            return last;
        }

        private int argmax(double[] p) {
            int best = 0;
            for (int i = 1; i < p.length; i++) {
                best = p[i] > p[best] ? i : best;
            }
            return best;
        }
    }
}
