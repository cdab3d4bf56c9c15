package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.decoding.DecodingResult;
import org.jspecify.annotations.Nullable;

/** How often candidates passed the test. */
final class Acceptance {

    private Acceptance() {}

    /** Which part of the judged candidates passed, in [0, 1]; null if none was judged. */
    static @Nullable Double of(DecodingResult result) {
        long judged = result.counters().candidatesJudged();
        long passed = result.segments().stream()
                .filter(segment -> segment.judged() && !segment.exhausted())
                .count();
        return judged == 0 ? null : (double) passed / judged;
    }
}
