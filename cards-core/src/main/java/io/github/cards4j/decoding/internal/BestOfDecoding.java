package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best of N whole answers, all from the same prompt as one token tree; of equally good ones the first. An answer that
 * has been beaten gives its lane to the next at once.
 */
final class BestOfDecoding extends AnswerDecoding {

    private final Rewards rewards;
    private final int n;
    private final int lanes;
    private int batch;
    private final Attempts attempts;
    private int limit = Integer.MAX_VALUE;
    private @Nullable Attempt best;
    private double reward = Double.NaN;
    /** Why an answer could not be judged; null if all could. */
    private @Nullable ContextExceededException tooLong;

    /**
     * @param lanes answers that grow at the same time
     * @param batch answers that are scored in one pass
     */
    BestOfDecoding(Answer answer, Rewards rewards, int n, int lanes, int batch) {
        super(answer, rewards, false);
        this.rewards = rewards;
        this.n = n;
        this.lanes = lanes;
        this.batch = batch;
        this.attempts = new Attempts(answer, SegmentRule.WHOLE, n);
    }

    @Override
    void begin() {
        // one that cannot be judged would have been drawn in vain
        answer.shorten(rewards.room());
        fillLanes();
    }

    @Override
    public void limitLanes(int most) {
        limit = most;
    }

    @Override
    List<Draw> wanted() {
        return attempts.draws();
    }

    @Override
    void take(List<Drawn> drawn) {
        requireCount(drawn, attempts.growing());
        attempts.take(drawn);
        List<Attempt> ended = attempts.ended();
        boolean allEnded = attempts.growing() == 0 && !attempts.mayStart();
        if (ended.size() >= batch || allEnded || attempts.growing() == 0) {
            judge(ended.subList(0, Math.min(batch, ended.size())));
        }
        if (attempts.undecided() == 0 && !attempts.mayStart()) {
            end();
        } else {
            fillLanes();
        }
    }

    private void judge(List<Attempt> ended) {
        try {
            rewards.score(ended);
        } catch (ContextExceededException e) {
            passOver(ended, e);
            return;
        }
        for (Attempt attempt : ended) {
            attempts.decided(attempt);
            answer.tally.rejected(attempt);
            Attempt loser = attempt;
            if (best == null || beats(attempt, best)) {
                loser = best;
                best = attempt;
            }
            if (loser != null) {
                loser.lane.close();
                answer.listener.onRejected(candidate(loser));
            }
        }
    }

    /** One of them is too long for the reward model, and nothing has been read: the others are judged, one a pass. */
    private void passOver(List<Attempt> ended, ContextExceededException reason) {
        batch = 1;
        if (ended.size() == 1) {
            Attempt attempt = ended.get(0);
            attempts.decided(attempt);
            answer.tally.cancelled(attempt);
            attempt.lane.close();
            tooLong = reason;
        }
    }

    private boolean beats(Attempt attempt, Attempt other) {
        int order = Double.compare(rewards.of(attempt.whole()), rewards.of(other.whole()));
        return order > 0 || (order == 0 && attempt.number < other.number);
    }

    private Candidate candidate(Attempt attempt) {
        return attempt.judged(rewards.of(attempt.whole()), Double.NaN);
    }

    private void end() {
        Attempt winner = best;
        if (winner == null) {
            throw tooLong != null ? tooLong : new IllegalStateException("no answer was drawn");
        }
        best = null;
        Candidate candidate = candidate(winner);
        Alignment alignment = answer.options.alignment();
        if (alignment != null && candidate.reward() < alignment.rewardFloor()) {
            winner.lane.close();
            answer.listener.onRejected(candidate);
            answer.tally.exhausted();
            finish(answer.endExhausted(alignment, n));
            return;
        }
        answer.tally.recovered(winner);
        reward = candidate.reward();
        answer.accept(winner, candidate, n, false);
        rewards.accept(winner.whole());
        finish(answer.reason(candidate.end()));
    }

    private void fillLanes() {
        while (attempts.mayStart() && attempts.growing() < Math.min(lanes, limit)) {
            attempts.start();
        }
    }

    @Override
    void cancel() {
        attempts.cancel();
        Attempt former = best;
        best = null;
        if (former != null) {
            former.lane.close();
            answer.listener.onRejected(candidate(former));
        }
    }

    @Override
    double reward() {
        return reward;
    }
}
