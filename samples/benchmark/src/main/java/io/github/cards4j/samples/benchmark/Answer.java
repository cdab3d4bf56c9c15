package io.github.cards4j.samples.benchmark;

import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingResult;
import org.jspecify.annotations.Nullable;

/**
 * One answer, and what it cost.
 *
 * @param reward of the whole answer, scored afterwards, outside the time
 * @param bad whether it is bad; null where nobody knows
 * @param millisToFirstToken from the start until a first token entered an answer or a candidate: what came before is prefill
 * @param peakMegabytes most resident memory while it was made; null where the system does not say
 */
record Answer(
        String prompt,
        CardsResponse response,
        double reward,
        @Nullable Boolean bad,
        double millisToFirstToken,
        @Nullable Long peakMegabytes) {

    String text() {
        return response.text();
    }

    DecodingResult result() {
        return response.result();
    }

    Counters counters() {
        return response.result().counters();
    }

    double millis() {
        return counters().totalTime().toNanos() / 1e6;
    }

    /** Of an answer without text, all the time that it took to know so. */
    double millisToFirstSegment() {
        return result().text().isEmpty()
                ? millis()
                : counters().timeToFirstSegment().toNanos() / 1e6;
    }

    /** Without reading the prompt, which costs every method the same. */
    double millisAfterPrefill() {
        return millis() - millisToFirstToken;
    }
}
