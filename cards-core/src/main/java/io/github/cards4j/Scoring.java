package io.github.cards4j;

import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The reward of one finished answer. */
final class Scoring implements Job {

    private final RewardModel reward;
    private final List<Message> conversation;
    private final String answer;
    private final CompletableFuture<Double> future = new CompletableFuture<>();

    /** Touched by the worker's thread only. */
    private @Nullable Judgement judgement;

    private boolean read;
    private @Nullable Double score;

    Scoring(RewardModel reward, List<Message> conversation, String answer) {
        this.reward = reward;
        this.conversation = conversation;
        this.answer = answer;
    }

    CompletableFuture<Double> future() {
        return future;
    }

    @Override
    public void begin() {
        judgement = reward.begin(conversation);
    }

    @Override
    public void limitLanes(int most) {}

    @Override
    public void poll() {}

    @Override
    public List<Draw> draws() {
        return List.of();
    }

    @Override
    public void advance(List<Drawn> drawn) {
        if (judgement == null) {
            throw new IllegalStateException("not begun");
        }
        if (!read) {
            read = judgement.prefill();
        } else {
            score = answer.isEmpty() ? judgement.promptReward() : judgement.score(List.of(answer))[0];
        }
    }

    @Override
    public boolean done() {
        return score != null || future.isDone();
    }

    @Override
    public void finish() {
        future.complete(score);
    }

    @Override
    public void fail(Throwable reason) {
        future.completeExceptionally(reason);
    }

    @Override
    public void close() {
        if (judgement != null) {
            judgement.close();
        }
    }
}
