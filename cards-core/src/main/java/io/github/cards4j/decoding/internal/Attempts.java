package io.github.cards4j.decoding.internal;

import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attempts at one segment that have been started and not been decided. */
final class Attempts {

    private final Answer answer;
    private final SegmentRule rule;
    private final int most;
    private final TreeMap<Integer, Attempt> undecided = new TreeMap<>();
    private final List<Attempt> growing = new ArrayList<>();
    private int started;

    /** @param most attempts that may be started */
    Attempts(Answer answer, SegmentRule rule, int most) {
        this.answer = answer;
        this.rule = rule;
        this.most = most;
    }

    boolean mayStart() {
        return started < most;
    }

    void start() {
        Attempt attempt = answer.start(++started);
        undecided.put(attempt.number, attempt);
        growing.add(attempt);
    }

    int growing() {
        return growing.size();
    }

    int undecided() {
        return undecided.size();
    }

    List<Draw> draws() {
        return growing.stream().map(answer::draw).toList();
    }

    /** Each growing attempt takes what was drawn for it. */
    void take(List<Drawn> drawn) {
        for (int i = 0; i < drawn.size(); i++) {
            answer.grow(growing.get(i), drawn.get(i), rule);
        }
        growing.removeIf(Attempt::ended);
    }

    /** The next to decide, if it has ended. */
    @Nullable
    Attempt next() {
        return undecided.isEmpty() || !undecided.firstEntry().getValue().ended()
                ? null
                : undecided.firstEntry().getValue();
    }

    /** Those that have ended and are decided next, up to the first that still grows. */
    List<Attempt> endedRun() {
        return undecided.values().stream().takeWhile(Attempt::ended).toList();
    }

    List<Attempt> ended() {
        return undecided.values().stream().filter(Attempt::ended).toList();
    }

    void decided(Attempt attempt) {
        undecided.remove(attempt.number);
    }

    /** None of the others is wanted any more. */
    void cancel() {
        for (Attempt attempt : undecided.values()) {
            answer.tally.cancelled(attempt);
            attempt.lane.close();
        }
        undecided.clear();
        growing.clear();
    }
}
