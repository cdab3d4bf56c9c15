package io.github.cards4j.samples.benchmark;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import java.util.List;

/** A reward model whose work is timed: reading conversations, and scoring candidates (tokenising included). */
record TimedRewardModel(RewardModel model, Clock prefill, Clock scores) implements RewardModel {

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String convention() {
        return model.convention();
    }

    @Override
    public Judgement begin(List<Message> conversation) {
        return new Timed(model.begin(conversation), this);
    }

    @Override
    public void close() {
        model.close();
    }

    private record Timed(Judgement judgement, TimedRewardModel clocks) implements Judgement {

        @Override
        public boolean prefill() {
            return clocks.prefill.time(judgement::prefill);
        }

        @Override
        public int room() {
            return judgement.room();
        }

        @Override
        public double promptReward() {
            return judgement.promptReward();
        }

        @Override
        public double[] score(List<String> answers) {
            return clocks.scores.time(() -> judgement.score(answers));
        }

        @Override
        public void accept(String answer) {
            clocks.scores.time(() -> judgement.accept(answer));
        }

        @Override
        public Usage usage() {
            return judgement.usage();
        }

        @Override
        public void close() {
            judgement.close();
        }
    }
}
