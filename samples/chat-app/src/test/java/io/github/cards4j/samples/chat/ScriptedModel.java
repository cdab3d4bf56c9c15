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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A language model that answers a rendered prompt by a script, a byte a token; a segment ends before each space. */
record ScriptedModel(UnaryOperator<String> script) implements LanguageModel {

    private static final int END = 256;

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Tokenizer tokenizer() {
        return new Bytes();
    }

    @Override
    public int contextLength() {
        return 100_000;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(END);
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        return new Scripted(script.apply(tokenizer().decode(prompt)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        return draws.stream().map(ScriptedModel::drawn).toList();
    }

    private static Drawn drawn(Draw draw) {
        Place place = (Place) draw.lane();
        int token = place.next();
        if (draw.mask() != null && !draw.mask().allows(token)) {
            throw new IllegalStateException("the grammar does not allow byte " + place.at + " of "
                    + new String(place.answer, StandardCharsets.UTF_8));
        }
        return new Drawn(token, -1, token == ' ' ? 5 : 0.1);
    }

    @Override
    public void close() {}

    private static final class Scripted implements Continuation {

        private final byte[] answer;
        private int accepted;

        Scripted(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public boolean prefill() {
            return true;
        }

        @Override
        public Lane start() {
            return new Place(answer, accepted);
        }

        @Override
        public void accept(Lane lane) {
            accepted = ((Place) lane).at;
        }

        @Override
        public Usage usage() {
            return Usage.NONE;
        }

        @Override
        public void close() {}
    }

    /** How far a candidate has come in the answer. */
    private static final class Place implements Lane {

        private final byte[] answer;
        private int at;

        Place(byte[] answer, int at) {
            this.answer = answer;
            this.at = at;
        }

        int next() {
            return at < answer.length ? answer[at] & 0xFF : END;
        }

        @Override
        public void append(int token) {
            at++;
        }

        @Override
        public void close() {}
    }

    private static final class Bytes implements Tokenizer {

        @Override
        public int[] encode(List<Piece> pieces) {
            byte[] bytes = pieces.stream()
                    .map(Piece::text)
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
            int[] tokens = new int[bytes.length];
            Arrays.setAll(tokens, i -> bytes[i] & 0xFF);
            return tokens;
        }

        @Override
        public String decode(int[] tokens) {
            byte[] bytes = new byte[tokens.length];
            int length = 0;
            for (int token : tokens) {
                if (token != END) {
                    bytes[length++] = (byte) token;
                }
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }

        @Override
        public byte[] bytes(int token) {
            return token == END ? null : new byte[] {(byte) token};
        }

        @Override
        public int size() {
            return END + 1;
        }
    }
}
