package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DjlTest {

    private static final String[] NAMES = {"RUST_FLAVOR", "ai.djl.offline"};

    private final String[] before = new String[NAMES.length];

    @BeforeEach
    void remember() {
        Djl.prepare(true); // forgets what an earlier test forbade
        for (int i = 0; i < NAMES.length; i++) {
            before[i] = System.getProperty(NAMES[i]);
        }
    }

    @AfterEach
    void restore() {
        Djl.prepare(true);
        for (int i = 0; i < NAMES.length; i++) {
            if (before[i] == null) {
                System.clearProperty(NAMES[i]);
            } else {
                System.setProperty(NAMES[i], before[i]);
            }
        }
    }

    @Test
    void neverOverridesTheUser() {
        System.setProperty("RUST_FLAVOR", "theirs");
        System.setProperty("ai.djl.offline", "false");
        Djl.prepare(false);
        Djl.prepare(true);
        assertThat(System.getProperty("RUST_FLAVOR")).isEqualTo("theirs");
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("false");
    }

    @Test
    void forbidsAndAllowsDownloads() {
        System.clearProperty("RUST_FLAVOR");
        System.clearProperty("ai.djl.offline");
        Djl.prepare(false);
        assertThat(System.getProperty("RUST_FLAVOR")).isEqualTo("cpu");
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        Djl.prepare(true);
        assertThat(System.getProperty("ai.djl.offline")).isNull();
    }
}
