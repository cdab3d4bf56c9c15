package io.github.cards4j.reward;

import io.github.cards4j.model.Message;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Rewards by code of the application's own: a rule, a classifier in Java, a call of another service. Called on the
 * engine's thread, one call at a time; all answers in progress wait meanwhile.
 */
@FunctionalInterface
public interface TextReward {

    /**
     * How good answers are, also unfinished ones.
     *
     * @param conversation what the answers reply to
     * @param answers answers so far, each whole; may hold the empty one
     * @return one finite number for each answer, higher is better
     */
    double[] score(List<Message> conversation, List<String> answers);

    /** Rewards each answer by itself, whatever was asked. */
    static TextReward each(ToDoubleFunction<String> reward) {
        return (conversation, answers) -> answers.stream().mapToDouble(reward).toArray();
    }
}
