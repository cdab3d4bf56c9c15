package io.github.cards4j.spring;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A language model that says letters at random, under a reward model that likes the early ones of the alphabet. */
public final class Letters implements LanguageModel {

    private static final int END = 256;

    private final Runnable beforeStep;
    private final Tokenizer tokenizer = new Characters();

    private Letters(Runnable beforeStep) {
        this.beforeStep = beforeStep;
    }

    /** An engine that rejects much, with a profile {@code strict} and one that is {@code plain}. */
    public static Cards engine() {
        return engine(() -> {}, 0, 64);
    }

    /**
     * @param beforeStep what happens before each step, on the engine's thread
     * @param shift of all rewards, which lie in [-1, 1] else, and of the target
     */
    public static Cards engine(Runnable beforeStep, double shift, int queueCapacity) {
        GenerationOptions defaults = GenerationOptions.builder()
                .targetReward(0.3 + shift)
                .rewardWeight(1.0)
                .rewardTemperature(0.1)
                .uncertaintyThreshold(5.0)
                .maxSegmentTokens(4)
                .maxNewTokens(12)
                .seed(1L)
                .build();
        CardsOptions options = CardsOptions.builder()
                .llm("letters")
                .queueCapacity(queueCapacity)
                .defaults(defaults)
                .profiles(Map.of(
                        "strict",
                        GenerationOptions.builder().targetReward(0.5 + shift).build(),
                        "plain",
                        GenerationOptions.builder().strength(0.0).build()))
                .build();
        return Cards.of(new Letters(beforeStep), new EarlyLetters(shift), ChatFormats.of("chatml"), options);
    }

    @Override
    public String name() {
        return "letters";
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
                return new Usage(3, 5);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        beforeStep.run();
        return draws.stream()
                .map(draw -> new Drawn('a' + (int) (draw.u() * 26), -3.2, 3.2))
                .toList();
    }

    @Override
    public void close() {}

    private static final class Characters implements Tokenizer {

        @Override
        public int[] encode(List<Piece> pieces) {
            byte[] bytes = pieces.stream()
                    .map(Piece::text)
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
            return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
        }

        @Override
        public String decode(int[] tokens) {
            StringBuilder text = new StringBuilder();
            IntStream.of(tokens).filter(token -> token != END).forEach(token -> text.append((char) token));
            return text.toString();
        }

        @Override
        public int size() {
            return END + 1;
        }
    }

    private record EarlyLetters(double shift) implements RewardModel {

        @Override
        public String name() {
            return "early-letters";
        }

        @Override
        public Judgement begin(List<Message> conversation) {
            return new Judgement() {
                @Override
                public boolean prefill() {
                    return true;
                }

                @Override
                public double promptReward() {
                    return shift;
                }

                @Override
                public double[] score(List<String> answers) {
                    return answers.stream()
                            .mapToDouble(answer -> reward(answer) + shift)
                            .toArray();
                }

                @Override
                public void accept(String answer) {}

                @Override
                public Usage usage() {
                    return new Usage(2, 4);
                }

                @Override
                public void close() {}
            };
        }

        private static double reward(String answer) {
            return answer.chars()
                    .mapToDouble(c -> 1 - 2 * (c - 'a') / 25.0)
                    .average()
                    .orElse(0);
        }

        @Override
        public String convention() {
            return "closed";
        }

        @Override
        public void close() {}
    }
}
