package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TargetAcceptanceTest {

    @Test
    void findsTheRewardAtWhichTheShareIsMet() {
        double found = TargetAcceptance.search(0.25, -4, 8, reward -> 1 / (1 + Math.exp(reward)));

        assertThat(1 / (1 + Math.exp(found))).isCloseTo(0.25, within(0.02));
    }

    @Test
    void staysWithinItsBounds() {
        assertThat(TargetAcceptance.search(0.25, 0, 1, reward -> 1)).isBetween(0.0, 1.0);
    }
}
