package io.github.cards4j.decoding.fake;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A reward model that is any function of the answer's text. Remembers what it was asked. */
public final class FakeRewardModel implements RewardModel {

    private final ToDoubleFunction<String> reward;
    private final List<List<String>> batches = new ArrayList<>();
    private int promptReads;
    private int open;
    private int room = Integer.MAX_VALUE;

    public FakeRewardModel(ToDoubleFunction<String> reward) {
        this.reward = reward;
    }

    /** Says that it reads answers of at most so many tokens. */
    public FakeRewardModel reading(int tokens) {
        room = tokens;
        return this;
    }

    /** The texts that were scored, one list a pass. */
    public List<List<String>> batches() {
        return batches;
    }

    public List<String> scored() {
        return batches.stream().flatMap(List::stream).toList();
    }

    /** How often r(x) was asked for. */
    public int promptReads() {
        return promptReads;
    }

    /** Judgements that have not been closed. */
    public int open() {
        return open;
    }

    @Override
    public String name() {
        return "fake reward model";
    }

    @Override
    public String convention() {
        return "fake";
    }

    @Override
    public Judgement begin(List<Message> conversation) {
        open++;
        return new FakeJudgement();
    }

    @Override
    public void close() {}

    private final class FakeJudgement implements Judgement {
        private Usage usage = Usage.NONE;
        private String accepted = "";
        private int chunks;
        private boolean closed;

        @Override
        public boolean prefill() {
            usage = usage.plus(new Usage(1, 1));
            return ++chunks == 2;
        }

        @Override
        public int room() {
            if (chunks < 2) {
                throw new IllegalStateException("room before the conversation was read");
            }
            return room;
        }

        @Override
        public double promptReward() {
            promptReads++;
            usage = usage.plus(new Usage(1, 1));
            return reward.applyAsDouble("");
        }

        @Override
        public double[] score(List<String> answers) {
            if (chunks < 2 || closed || answers.isEmpty()) {
                throw new IllegalStateException("score before the conversation was read, after close, or of nothing");
            }
            double[] rewards = answers.stream().mapToDouble(reward).toArray();
            batches.add(List.copyOf(answers));
            int read =
                    answers.stream().mapToInt(a -> 1 + a.length() - common(a)).sum();
            usage = usage.plus(new Usage(1, read));
            return rewards;
        }

        private int common(String answer) {
            int n = 0;
            while (n < Math.min(answer.length(), accepted.length()) && answer.charAt(n) == accepted.charAt(n)) {
                n++;
            }
            return n;
        }

        @Override
        public void accept(String answer) {
            if (!answer.startsWith(accepted)) {
                throw new IllegalStateException("'" + answer + "' does not continue '" + accepted + "'");
            }
            accepted = answer;
        }

        @Override
        public Usage usage() {
            return usage;
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed twice");
            }
            closed = true;
            open--;
        }
    }
}
