package io.github.cards4j.langchain4j;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A reward model that is a function of the answer's text. */
record ScriptedReward(ToDoubleFunction<String> reward) implements RewardModel {

    @Override
    public String name() {
        return "scripted-reward";
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
                return reward.applyAsDouble("");
            }

            @Override
            public double[] score(List<String> answers) {
                return answers.stream().mapToDouble(reward).toArray();
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
        return "chatml, closed";
    }

    @Override
    public void close() {}
}
