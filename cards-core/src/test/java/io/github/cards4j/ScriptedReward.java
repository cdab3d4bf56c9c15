package io.github.cards4j;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/** A reward model that is a function of the answer's text. */
record ScriptedReward(String name, ToDoubleFunction<String> reward, IntConsumer scored) implements RewardModel {

    ScriptedReward(String name, ToDoubleFunction<String> reward) {
        this(name, reward, answers -> {});
    }

    ScriptedReward(ToDoubleFunction<String> reward) {
        this(reward, answers -> {});
    }

    /** @param scored hears how many answers each pass scores */
    ScriptedReward(ToDoubleFunction<String> reward, IntConsumer scored) {
        this("scripted-reward", reward, scored);
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
                scored.accept(answers.size());
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
        return "plain, closed";
    }

    @Override
    public void close() {}
}
