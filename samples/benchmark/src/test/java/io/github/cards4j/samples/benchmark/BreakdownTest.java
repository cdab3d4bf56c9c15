package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.Usage;
import io.github.cards4j.template.ChatFormats;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BreakdownTest {

    private static final int END = 0;

    @Test
    void thePartsAddUpToTheWhole() {
        Breakdown breakdown = new Breakdown(new Toy(), new ToyReward(), ChatFormats.of("plain"));
        DecodingOptions options =
                Samples.answer(Method.CARDS, 1, 1, null).response().options();

        breakdown.answer("Is it?", options);
        breakdown.answer("Is it not?", options);

        assertThat(breakdown.tokensAccepted()).isEqualTo(8);
        assertThat(breakdown.steps()).isGreaterThanOrEqualTo(8);
        assertThat(breakdown.scores()).isGreaterThanOrEqualTo(2);
        assertThat(breakdown.parts().values()).allMatch(millis -> millis >= 0);
        double sum = breakdown.parts().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(sum).isCloseTo(breakdown.millis(), within(1e-6));
    }

    /** Says "aaa" and ends. */
    private static final class Toy implements LanguageModel, Tokenizer {

        private static final class Row implements Lane {
            private int length;

            @Override
            public void append(int token) {
                length++;
            }

            @Override
            public void close() {}
        }

        private static final class Answer implements Continuation {
            @Override
            public boolean prefill() {
                return true;
            }

            @Override
            public Lane start() {
                return new Row();
            }

            @Override
            public void accept(Lane lane) {}

            @Override
            public Usage usage() {
                return Usage.NONE;
            }

            @Override
            public void close() {}
        }

        @Override
        public List<Drawn> step(List<Draw> draws) {
            return draws.stream()
                    .map(draw -> new Drawn(((Row) draw.lane()).length < 3 ? 'a' : END, -0.1, 0.1))
                    .toList();
        }

        @Override
        public Continuation begin(int[] prompt, Sampling sampling) {
            return new Answer();
        }

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public Tokenizer tokenizer() {
            return this;
        }

        @Override
        public int contextLength() {
            return 1000;
        }

        @Override
        public Set<Integer> endTokens() {
            return Set.of(END);
        }

        @Override
        public int[] encode(List<Piece> pieces) {
            return pieces.stream().flatMapToInt(piece -> piece.text().chars()).toArray();
        }

        @Override
        public String decode(int[] tokens) {
            StringBuilder text = new StringBuilder();
            for (int token : tokens) {
                text.append(token == END ? "" : String.valueOf((char) token));
            }
            return text.toString();
        }

        @Override
        public int size() {
            return 65536;
        }

        @Override
        public void close() {}
    }

    /** Likes everything. */
    private static final class ToyReward implements RewardModel, Judgement {

        @Override
        public Judgement begin(List<Message> conversation) {
            return this;
        }

        @Override
        public boolean prefill() {
            return true;
        }

        @Override
        public double promptReward() {
            return 0;
        }

        @Override
        public double[] score(List<String> answers) {
            return answers.stream().mapToDouble(answer -> 10).toArray();
        }

        @Override
        public void accept(String answer) {}

        @Override
        public Usage usage() {
            return Usage.NONE;
        }

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public String convention() {
            return "closed";
        }

        @Override
        public void close() {}
    }
}
