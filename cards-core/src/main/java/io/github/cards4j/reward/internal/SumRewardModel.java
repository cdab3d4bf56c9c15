package io.github.cards4j.reward.internal;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Usage;
import io.github.cards4j.reward.RewardModels.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A weighted sum of normalised rewards. */
public record SumRewardModel(List<Weighted> parts) implements RewardModel {

    public SumRewardModel {
        parts = List.copyOf(parts);
    }

    @Override
    public String name() {
        return parts.stream().map(part -> part.model().name()).collect(Collectors.joining(" + "));
    }

    @Override
    public Judgement begin(List<Message> conversation) {
        List<Judgement> begun = new ArrayList<>();
        try {
            parts.forEach(part -> begun.add(part.model().begin(conversation)));
        } catch (RuntimeException | Error e) {
            begun.forEach(Judgement::close);
            throw e;
        }
        return new OfAll(parts, begun);
    }

    @Override
    public String convention() {
        return parts.stream()
                .map(part -> part.weight() + " x (" + part.model().convention() + " - " + part.mean() + ") / "
                        + part.spread())
                .collect(Collectors.joining(" + "));
    }

    @Override
    public void close() {
        parts.forEach(part -> part.model().close());
    }

    private record OfAll(List<Weighted> parts, List<Judgement> judgements) implements Judgement {

        /** One part's chunk a call, so that a call is at most one pass. */
        @Override
        public boolean prefill() {
            for (int i = 0; i < judgements.size(); i++) {
                if (!judgements.get(i).prefill()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int room() {
            return judgements.stream().mapToInt(Judgement::room).min().orElse(Integer.MAX_VALUE);
        }

        @Override
        public double promptReward() {
            double sum = 0;
            for (int i = 0; i < parts.size(); i++) {
                sum += parts.get(i).of(judgements.get(i).promptReward());
            }
            return sum;
        }

        @Override
        public double[] score(List<String> answers) {
            double[] sums = new double[answers.size()];
            for (int i = 0; i < parts.size(); i++) {
                double[] rewards = judgements.get(i).score(answers);
                for (int a = 0; a < sums.length; a++) {
                    sums[a] += parts.get(i).of(rewards[a]);
                }
            }
            return sums;
        }

        @Override
        public void accept(String answer) {
            judgements.forEach(judgement -> judgement.accept(answer));
        }

        @Override
        public Usage usage() {
            long passes = 0;
            long tokens = 0;
            for (Judgement judgement : judgements) {
                passes += judgement.usage().forwardPasses();
                tokens += judgement.usage().tokensRead();
            }
            return new Usage(passes, tokens);
        }

        @Override
        public void close() {
            judgements.forEach(Judgement::close);
        }
    }
}
