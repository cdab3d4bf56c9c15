package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cascade Reward Sampling (arXiv 2406.16306, algorithm 1): segment by segment, attempts are decided strictly in order of
 * their number, and the first accepted ends all later ones. Rejection sampling of whole answers is the same with a single
 * segment and a constant threshold.
 */
final class CardsDecoding extends AnswerDecoding {

    private final Rewards rewards;
    private final SegmentRule segments;
    private final AcceptanceRule rule;
    private final LanePlan plan;
    private final ScoringPolicy scoring;

    private Attempts attempts;
    private int decided;
    /** Those of the decided that nobody could judge. */
    private int passedOver;
    /** The best rejected candidate that may still be taken; its lane is open. */
    private @Nullable Attempt best;
    /** The next to decide waits for its reward: no lane grows meanwhile. */
    private boolean scoringDue;

    private double reward = Double.NaN;

    CardsDecoding(
            Answer answer,
            Rewards rewards,
            SegmentRule segments,
            AcceptanceRule rule,
            LanePlan plan,
            ScoringPolicy scoring) {
        super(answer, rewards, rule.ramped());
        this.rewards = rewards;
        this.segments = segments;
        this.rule = rule;
        this.plan = plan;
        this.scoring = scoring;
        this.attempts = new Attempts(answer, segments, rule.attempts());
    }

    @Override
    void begin() {
        reward = promptReward();
        if (segments.whole() || answer.options.grammar() != null) {
            // what is worth nothing without its end is drawn no longer than can be judged
            answer.shorten(rewards.room());
        }
        fillLanes();
    }

    @Override
    public void limitLanes(int most) {
        plan.limit(most);
    }

    @Override
    List<Draw> wanted() {
        return scoringDue ? List.of() : attempts.draws();
    }

    @Override
    void take(List<Drawn> drawn) {
        requireCount(drawn, scoringDue ? 0 : attempts.growing());
        attempts.take(drawn);
        decide();
        if (!done() && !scoringDue) {
            fillLanes();
        }
    }

    /** Decides what can be decided with at most one pass of the reward model. */
    private void decide() {
        boolean scored = false;
        scoringDue = false;
        for (Attempt next = attempts.next(); next != null && !done(); next = attempts.next()) {
            if (!next.tag && !rewards.knows(next.whole())) {
                if (scored) {
                    scoringDue = true;
                    return;
                }
                List<Attempt> run =
                        attempts.endedRun().stream().filter(a -> !a.tag).toList();
                int batch = Math.min(run.size(), scoring.batch(run.size(), plan.acceptance()));
                ContextExceededException tooLong = score(run.subList(0, batch));
                if (tooLong != null) {
                    passOver(next, tooLong);
                    continue;
                }
                scored = true;
            }
            decide(next);
        }
    }

    /** Scores the next to decide and those behind it. If that one is too long for the reward model, says so: nothing has been read. */
    private @Nullable ContextExceededException score(List<Attempt> run) {
        try {
            rewards.score(run);
            return null;
        } catch (ContextExceededException e) {
            // perhaps not this one, but one behind it: how many are scored together must not matter
            return run.size() > 1 ? score(run.subList(0, 1)) : e;
        }
    }

    /** Nobody can judge it. Another whole answer may be shorter; any other answer ends before it. */
    private void passOver(Attempt attempt, ContextExceededException tooLong) {
        if (!segments.whole()) {
            Grammar grammar = answer.options.grammar();
            boolean half = grammar != null && grammar.wholeText();
            if (answer.size() == 0 || half) {
                throw tooLong;
            }
            cancel();
            finish(FinishReason.LENGTH);
            return;
        }
        attempts.decided(attempt);
        decided++;
        passedOver++;
        answer.tally.cancelled(attempt);
        attempt.lane.close();
        if (passedOver == rule.attempts()) {
            throw tooLong;
        }
        if (decided == rule.attempts()) {
            exhaust();
        }
    }

    private void decide(Attempt attempt) {
        attempts.decided(attempt);
        decided++;
        if (attempt.tag) {
            answer.tally.taken(attempt);
            accept(attempt, attempt.unjudged(), false);
            return;
        }
        Candidate candidate = judged(attempt);
        double u = answer.numbers.acceptance(attempt.segment, attempt.number);
        if (rule.passes(attempt.number, candidate.reward(), candidate.threshold(), u)) {
            plan.accepted();
            answer.tally.accepted(attempt);
            accept(attempt, candidate, false);
        } else {
            reject(attempt, candidate);
            if (decided == rule.attempts()) {
                exhaust();
            }
        }
    }

    private void reject(Attempt attempt, Candidate candidate) {
        plan.rejected();
        answer.tally.rejected(attempt);
        Attempt former = best;
        boolean mayWin = rule.takesBest() && !rule.belowFloor(candidate.reward());
        boolean leads = mayWin && (former == null || candidate.reward() > rewards.of(former.whole()));
        if (leads) {
            best = attempt;
            drop(former);
        } else {
            attempt.lane.close();
            answer.listener.onRejected(candidate);
        }
    }

    /** It might have been taken as the best; now it is rejected for good. */
    private void drop(@Nullable Attempt former) {
        if (former != null) {
            former.lane.close();
            answer.listener.onRejected(judged(former));
        }
    }

    private Candidate judged(Attempt attempt) {
        return attempt.judged(
                rewards.of(attempt.whole()), rule.threshold(promptReward(), answer.size() + attempt.size()));
    }

    private void accept(Attempt attempt, Candidate candidate, boolean exhausted) {
        attempts.cancel();
        if (best != attempt) {
            drop(best);
        }
        best = null;
        reward = candidate.judged() ? candidate.reward() : reward;
        answer.accept(attempt, candidate, decided, exhausted);
        // A stop sequence may have cut into what was accepted before.
        if (candidate.judged() && candidate.end() != SegmentEnd.STOP_SEQUENCE) {
            rewards.accept(attempt.whole());
        }
        if (candidate.end().last()) {
            finish(answer.reason(candidate.end()));
        } else {
            plan.nextSegment();
            attempts = new Attempts(answer, segments, answer.carries() ? 1 : rule.attempts());
            decided = 0;
        }
    }

    private void exhaust() {
        answer.tally.exhausted();
        Attempt winner = best;
        if (winner == null) {
            FinishReason reason = answer.endExhausted(rule.alignment(), decided);
            finish(reason, reason == FinishReason.REPLACED ? Double.NaN : reward);
            return;
        }
        answer.tally.recovered(winner);
        accept(winner, judged(winner), true);
    }

    private void fillLanes() {
        while (attempts.mayStart() && plan.wantsMore(attempts.growing(), attempts.undecided())) {
            attempts.start();
        }
    }

    @Override
    void cancel() {
        attempts.cancel();
        drop(best);
        best = null;
    }

    @Override
    double reward() {
        return reward;
    }
}
