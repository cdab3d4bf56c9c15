package io.github.cards4j;

import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.RewardModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The rewards of finished answers to one conversation, a few answers a pass, so that other work has its turn between. */
final class Scoring implements Job {

    /** What one pass may read: beyond it, sharing a pass saves nothing more, and its attention mask gets large. */
    private static final int MOST_ANSWERS = 8;

    private static final int MOST_CHARACTERS = 4096;

    private final RewardModel reward;
    private final List<Message> conversation;
    private final List<String> answers;
    private final double[] scores;
    private final CompletableFuture<double[]> future = new CompletableFuture<>();

    /** Touched by the worker's thread only. */
    private @Nullable Judgement judgement;

    private boolean read;
    private int scored;

    Scoring(RewardModel reward, List<Message> conversation, List<String> answers) {
        this.reward = reward;
        this.conversation = conversation;
        this.answers = answers;
        scores = new double[answers.size()];
    }

    CompletableFuture<double[]> future() {
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
    public boolean reading() {
        return !done();
    }

    @Override
    public void advance(List<Drawn> drawn) {
        if (judgement == null) {
            throw new IllegalStateException("not begun");
        }
        if (!read) {
            read = judgement.prefill();
        } else {
            int end = endOfBatch(scored);
            double[] batch = checked(judgement.score(answers.subList(scored, end)), end - scored);
            System.arraycopy(batch, 0, scores, scored, batch.length);
            scored = end;
        }
    }

    /** What a reward model of the application gives need not be what it should. */
    private double[] checked(double[] batch, int expected) {
        if (batch.length != expected) {
            throw new ModelException("reward model " + reward.name() + " gave " + batch.length + " rewards for "
                    + expected + " answers: it must give one for each");
        }
        for (double one : batch) {
            if (!Double.isFinite(one)) {
                throw new ModelException("reward model " + reward.name() + " gave " + one
                        + ": rewards must be finite; check its weights and dtype");
            }
        }
        return batch;
    }

    private int endOfBatch(int start) {
        int end = start;
        int characters = 0;
        while (end < answers.size() && end - start < MOST_ANSWERS) {
            characters += answers.get(end).length();
            if (end > start && characters > MOST_CHARACTERS) {
                break;
            }
            end++;
        }
        return end;
    }

    @Override
    public boolean done() {
        return scored == answers.size() || future.isDone();
    }

    @Override
    public void finish() {
        future.complete(scores);
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
