package io.github.cards4j.decoding.internal;

/**
 * How many attempts at a segment grow at the same time. More lanes find an acceptable candidate in fewer steps, and waste
 * more tokens; a step costs little more with a few lanes than with one, since it is bound by reading the weights.
 *
 * <p>It starts with about as many lanes as attempts are needed, ⌈1/acceptance⌉, and doubles them when as many attempts
 * as there are lanes have been rejected. A lane that is free early takes an attempt ahead as long as that one is likely
 * enough to be needed.
 */
final class LanePlan {

    /** What is believed of the acceptance before anything was seen: one of four, worth four observations. */
    private static final double PRIOR_ACCEPTED = 1;

    private static final double PRIOR_JUDGED = 4;
    private static final int FEWEST = 2;
    private static final int MOST_AT_START = 8;
    /** An attempt is not started ahead if all before it are rejected with a lower probability than this. */
    private static final double WORTH_STARTING = 0.2;

    /** The most undecided attempts for each lane, where their number does not adapt. */
    private static final int AHEAD_IF_FIXED = 2;

    private final boolean adapts;
    private final int most;
    private int limit = Integer.MAX_VALUE;
    private int lanes;
    private int rejectedInRow;
    private int accepted;
    private int judged;

    private LanePlan(boolean adapts, int most) {
        this.adapts = adapts;
        this.most = most;
        this.lanes = most;
        nextSegment();
    }

    static LanePlan fixed(int lanes) {
        return new LanePlan(false, lanes);
    }

    static LanePlan adaptive(int most) {
        return new LanePlan(true, most);
    }

    /** Estimated probability that an attempt is accepted, from this answer alone. */
    double acceptance() {
        return (PRIOR_ACCEPTED + accepted) / (PRIOR_JUDGED + judged);
    }

    /** No lane starts beyond {@code most}, whatever the plan. */
    void limit(int most) {
        limit = most;
    }

    int lanes() {
        return lanes;
    }

    /** Whether one more attempt should start now. */
    boolean wantsMore(int growing, int undecided) {
        int allowed = Math.min(lanes, limit);
        if (growing >= allowed) {
            return false;
        }
        if (!adapts) {
            return undecided < AHEAD_IF_FIXED * allowed;
        }
        return undecided < allowed || Math.pow(1 - acceptance(), undecided) >= WORTH_STARTING;
    }

    void accepted() {
        accepted++;
        judged++;
    }

    void rejected() {
        judged++;
        rejectedInRow++;
        if (adapts && rejectedInRow >= lanes) {
            lanes = Math.min(2 * lanes, most);
            rejectedInRow = 0;
        }
    }

    void nextSegment() {
        rejectedInRow = 0;
        if (adapts) {
            int needed = (int) Math.ceil(1 / acceptance());
            lanes = Math.min(Math.max(FEWEST, Math.min(needed, MOST_AT_START)), most);
        }
    }
}
