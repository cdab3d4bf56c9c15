package io.github.cards4j.samples.chat;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import java.util.Arrays;
import java.util.List;

/** A reward model to whom all answers are worth the same. */
record AnyReward(double reward) implements RewardModel {

    @Override
    public String name() {
        return "any";
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
                return reward;
            }

            @Override
            public double[] score(List<String> answers) {
                double[] rewards = new double[answers.size()];
                Arrays.fill(rewards, reward);
                return rewards;
            }

            @Override
            public void accept(String answer) {}

            @Override
            public Usage usage() {
                return Usage.NONE;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String convention() {
        return "any";
    }

    @Override
    public void close() {}
}
