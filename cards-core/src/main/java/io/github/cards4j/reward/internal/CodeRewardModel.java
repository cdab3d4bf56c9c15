package io.github.cards4j.reward.internal;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import io.github.cards4j.reward.TextReward;
import java.util.List;

/** Rewards by the application's code. What it throws becomes an error that names it. */
public record CodeRewardModel(String name, TextReward code) implements RewardModel {

    @Override
    public Judgement begin(List<Message> conversation) {
        return new OfText(List.copyOf(conversation));
    }

    @Override
    public String convention() {
        return "text";
    }

    @Override
    public void close() {
        // nothing is held
    }

    private final class OfText implements Judgement {

        private final List<Message> conversation;
        private long calls;

        OfText(List<Message> conversation) {
            this.conversation = conversation;
        }

        @Override
        public boolean prefill() {
            return true;
        }

        @Override
        public double promptReward() {
            return score(List.of(""))[0];
        }

        @Override
        public double[] score(List<String> answers) {
            calls++;
            double[] rewards;
            try {
                rewards = code.score(conversation, List.copyOf(answers));
            } catch (RuntimeException e) {
                throw new ModelException("the reward code " + name + " failed: " + e, e);
            }
            if (rewards == null || rewards.length != answers.size()) {
                throw new ModelException("the reward code " + name + " gave "
                        + (rewards == null ? "null" : rewards.length + " rewards") + " for " + answers.size()
                        + " answers: it must give one for each");
            }
            for (double reward : rewards) {
                if (!Double.isFinite(reward)) {
                    throw new ModelException(
                            "the reward code " + name + " gave " + reward + ": rewards must be finite");
                }
            }
            return rewards;
        }

        @Override
        public void accept(String answer) {
            // nothing is kept of a prefix
        }

        /** Calls count as passes; no tokens are read. */
        @Override
        public Usage usage() {
            return new Usage(calls, 0);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
