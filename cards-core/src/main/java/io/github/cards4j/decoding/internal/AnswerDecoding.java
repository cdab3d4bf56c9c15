package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all methods share: first everything is read that comes before the answer, one pass at a time; then it grows. */
abstract class AnswerDecoding implements Decoding {

    private enum Stage {
        PROMPT,
        CONVERSATION,
        PROMPT_REWARD,
        ANSWER
    }

    final Answer answer;
    private final @Nullable Rewards rewards;
    private final boolean promptRewardNeeded;
    private Stage stage = Stage.PROMPT;
    private double promptReward = Double.NaN;
    private @Nullable DecodingResult result;

    AnswerDecoding(Answer answer, @Nullable Rewards rewards, boolean promptRewardNeeded) {
        this.answer = answer;
        this.rewards = rewards;
        this.promptRewardNeeded = promptRewardNeeded;
    }

    /** Everything has been read: the first lanes may start. */
    abstract void begin();

    abstract List<Draw> wanted();

    abstract void take(List<Drawn> drawn);

    /** All lanes end; what is not judged is dropped. */
    abstract void cancel();

    /** Reward of what has been accepted; NaN if nothing scored it. */
    abstract double reward();

    boolean greedy() {
        return answer.options.sampling().greedy() && answer.options.method().judged();
    }

    double promptReward() {
        return promptReward;
    }

    @Override
    public final List<Draw> draws() {
        return done() || stage != Stage.ANSWER ? List.of() : wanted();
    }

    @Override
    public final boolean reading() {
        return !done() && stage != Stage.ANSWER;
    }

    @Override
    public final void advance(List<Drawn> drawn) {
        if (done()) {
            throw new IllegalStateException("the answer has ended");
        }
        if (stage == Stage.ANSWER) {
            take(drawn);
        } else {
            requireCount(drawn, 0);
            prepare();
        }
    }

    private void prepare() {
        stage = switch (stage) {
            case PROMPT -> answer.prefill() ? afterPrompt() : Stage.PROMPT;
            case CONVERSATION -> rewards == null || rewards.prefill() ? afterConversation() : Stage.CONVERSATION;
            case PROMPT_REWARD, ANSWER -> {
                promptReward = rewards == null ? Double.NaN : rewards.readPrompt();
                yield Stage.ANSWER;
            }
        };
        if (stage == Stage.ANSWER) {
            begin();
        }
    }

    private Stage afterPrompt() {
        return rewards == null ? Stage.ANSWER : Stage.CONVERSATION;
    }

    private Stage afterConversation() {
        return promptRewardNeeded ? Stage.PROMPT_REWARD : Stage.ANSWER;
    }

    static void requireCount(List<Drawn> drawn, int expected) {
        if (drawn.size() != expected) {
            throw new IllegalArgumentException(
                    "advance needs one result for each of " + expected + " draws, but got " + drawn.size());
        }
    }

    final void finish(FinishReason reason) {
        finish(reason, reward());
    }

    final void finish(FinishReason reason, double reward) {
        Usage usage = rewards == null ? Usage.NONE : rewards.usage();
        result = answer.finish(reason, reward, promptReward, usage, greedy());
        close();
    }

    @Override
    public final boolean done() {
        return result != null;
    }

    @Override
    public final void stop(FinishReason reason) {
        if (!done()) {
            cancel();
            finish(reason);
        }
    }

    @Override
    public final DecodingResult result() {
        if (result == null) {
            throw new IllegalStateException("the answer has not ended yet");
        }
        return result;
    }

    @Override
    public final void close() {
        answer.close();
        if (rewards != null) {
            rewards.close();
        }
    }
}
