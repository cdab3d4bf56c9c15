package io.github.cards4j.decoding.internal;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Rewards of answers to one conversation. No text is scored twice. */
final class Rewards implements AutoCloseable {

    private final String name;
    private final Judgement judgement;
    private final Map<String, Double> known = new HashMap<>();
    private boolean closed;

    Rewards(RewardModel model, List<Message> conversation) {
        this.name = model.name();
        this.judgement = model.begin(conversation);
    }

    boolean prefill() {
        return judgement.prefill();
    }

    /** The most tokens, of the reward model, that an answer may have. */
    int room() {
        return judgement.room();
    }

    /** r(x); may cost a pass. */
    double readPrompt() {
        double reward = finite(judgement.promptReward(), "");
        known.put("", reward);
        return reward;
    }

    boolean knows(String text) {
        return known.containsKey(text);
    }

    double of(String text) {
        Double reward = known.get(text);
        if (reward == null) {
            throw new IllegalStateException("not scored yet: '" + text + "'");
        }
        return reward;
    }

    /** Scores those that are not known, in one pass. */
    void score(List<Attempt> attempts) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>();
        for (Attempt attempt : attempts) {
            if (!knows(attempt.whole())) {
                distinct.add(attempt.whole());
            }
        }
        List<String> texts = List.copyOf(distinct);
        if (texts.isEmpty()) {
            return;
        }
        double[] rewards = judgement.score(texts);
        if (rewards.length != texts.size()) {
            throw new ModelException("reward model " + name + " gave " + rewards.length + " rewards for " + texts.size()
                    + " answers: it must give one for each");
        }
        for (int i = 0; i < rewards.length; i++) {
            known.put(texts.get(i), finite(rewards[i], texts.get(i)));
        }
    }

    void accept(String text) {
        judgement.accept(text);
    }

    Usage usage() {
        return judgement.usage();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            judgement.close();
        }
    }

    private double finite(double reward, String text) {
        if (!Double.isFinite(reward)) {
            throw new ModelException("reward model " + name + " gave " + reward + " for an answer of " + text.length()
                    + " characters: rewards must be finite; check its weights and dtype");
        }
        return reward;
    }
}
