package io.github.cards4j.langchain4j;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** A reward model that is a function of the conversation and the answer's text. */
record ScriptedReward(ToDoubleBiFunction<List<Message>, String> reward) implements RewardModel {

    ScriptedReward(ToDoubleFunction<String> reward) {
        this((conversation, answer) -> reward.applyAsDouble(answer));
    }

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
                return reward.applyAsDouble(conversation, "");
            }

            @Override
            public double[] score(List<String> answers) {
                return answers.stream()
                        .mapToDouble(answer -> reward.applyAsDouble(conversation, answer))
                        .toArray();
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
