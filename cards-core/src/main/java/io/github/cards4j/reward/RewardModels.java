package io.github.cards4j.reward;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.reward.internal.CodeRewardModel;
import io.github.cards4j.reward.internal.JudgeTemplate;
import io.github.cards4j.reward.internal.SumRewardModel;
import java.util.List;

/** Makes reward models of code, of other reward models, and the question a judge is asked. */
public final class RewardModels {

    private RewardModels() {}

    /** A reward model that is the application's code. */
    public static RewardModel of(String name, TextReward code) {
        return new CodeRewardModel(name, code);
    }

    /** The weighted sum of normalised rewards. It owns its parts: closing it closes them. */
    public static RewardModel sum(List<Weighted> parts) {
        return new SumRewardModel(parts);
    }

    /**
     * How conversation, answer so far and question are written for a judge.
     *
     * @param template the instruct model's own
     */
    public static ChatTemplate question(ChatTemplate template, String question) {
        return new JudgeTemplate(template, question);
    }

    /**
     * A part of a sum.
     *
     * @param mean of its rewards of plain answers
     * @param spread their standard deviation, above 0
     */
    public record Weighted(RewardModel model, double weight, double mean, double spread) {
        public Weighted {
            if (!Double.isFinite(weight) || !Double.isFinite(mean) || !(spread > 0) || !Double.isFinite(spread)) {
                throw new IllegalArgumentException("part " + model.name()
                        + " of a sum needs a finite weight and mean and a spread above 0, but has " + weight + ", "
                        + mean + " and " + spread);
            }
        }

        /** weight · (reward - mean) / spread */
        public double of(double reward) {
            return weight * (reward - mean) / spread;
        }
    }
}
