package io.github.cards4j.spring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cards4j.spring.Logged;
import org.junit.jupiter.api.Test;

class LoadLogTest {

    private static final long SECOND = 1_000_000_000;

    private long now;

    @Test
    void longStagesShowHowFarTheyAre() {
        try (Logged logged = Logged.listen()) {
            LoadLog log = new LoadLog(() -> now);
            for (int percent = 0; percent <= 100; percent++) {
                log.onProgress("fetching owner/llm", percent / 100.0);
                now += SECOND / 20;
            }
            log.onProgress("packing owner/llm", 0);
            now += SECOND / 2;
            log.onProgress("packing owner/llm", 0.9);
            log.onProgress("ready", 1);
            log.onProgress("ready", 1);

            assertThat(logged.lines(Level.INFO))
                    .containsExactly(
                            "fetching owner/llm",
                            "fetching owner/llm: 20 %",
                            "fetching owner/llm: 40 %",
                            "fetching owner/llm: 60 %",
                            "fetching owner/llm: 80 %",
                            "packing owner/llm",
                            "ready");
        }
    }
}
