package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanePlanTest {

    private static void segments(LanePlan plan, int count, int rejections) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < rejections; j++) {
                plan.rejected();
            }
            plan.accepted();
            plan.nextSegment();
        }
    }

    @Test
    void startsWithAsManyLanesAsAttemptsAreNeeded() {
        LanePlan easy = LanePlan.adaptive(16);
        assertThat(easy.lanes()).isEqualTo(4);
        segments(easy, 20, 0);
        assertThat(easy.lanes()).isEqualTo(2);
        LanePlan middling = LanePlan.adaptive(16);
        segments(middling, 30, 4);
        assertThat(middling.lanes()).isEqualTo(5);
        LanePlan hard = LanePlan.adaptive(16);
        segments(hard, 20, 19);
        assertThat(hard.lanes()).isEqualTo(8);
        LanePlan few = LanePlan.adaptive(3);
        segments(few, 20, 19);
        assertThat(few.lanes()).isEqualTo(3);
    }

    @Test
    void doublesAfterARoundThatWasRejectedWhole() {
        LanePlan plan = LanePlan.adaptive(16);
        int[] lanes = new int[21];
        for (int i = 0; i < 21; i++) {
            plan.rejected();
            lanes[i] = plan.lanes();
        }
        assertThat(lanes).startsWith(4, 4, 4, 8, 8).endsWith(16);
        assertThat(lanes[10]).isEqualTo(8);
        assertThat(lanes[11]).isEqualTo(16);
        LanePlan bounded = LanePlan.adaptive(6);
        for (int i = 0; i < 21; i++) {
            bounded.rejected();
        }
        assertThat(bounded.lanes()).isEqualTo(6);
    }

    @Test
    void aFreeLaneTakesAnAttemptAheadIfItIsLikelyNeeded() {
        LanePlan plan = LanePlan.adaptive(16);
        assertThat(plan.wantsMore(3, 3)).isTrue();
        assertThat(plan.wantsMore(4, 4)).isFalse();
        // At one in four, five attempts are all rejected with probability .24, six with .18.
        assertThat(plan.wantsMore(2, 5)).isTrue();
        assertThat(plan.wantsMore(2, 6)).isFalse();
        assertThat(plan.acceptance()).isEqualTo(0.25);
    }

    @Test
    void aFixedNumberStays() {
        LanePlan plan = LanePlan.fixed(8);
        segments(plan, 3, 20);
        assertThat(plan.lanes()).isEqualTo(8);
        assertThat(plan.wantsMore(7, 15)).isTrue();
        assertThat(plan.wantsMore(7, 16)).isFalse();
        assertThat(plan.wantsMore(8, 8)).isFalse();
    }

    @Test
    void scoresAsManyAsAreNeeded() {
        assertThat(ScoringPolicy.BY_ACCEPTANCE.batch(8, 0.25)).isEqualTo(4);
        assertThat(ScoringPolicy.BY_ACCEPTANCE.batch(3, 0.25)).isEqualTo(3);
        assertThat(ScoringPolicy.BY_ACCEPTANCE.batch(8, 0.9)).isEqualTo(1);
        assertThat(ScoringPolicy.NEXT.batch(8, 0.1)).isEqualTo(1);
        assertThat(ScoringPolicy.RUN.batch(8, 0.9)).isEqualTo(8);
    }
}
