package io.github.cards4j.decoding;

import java.util.List;

/**
 * An answer.
 *
 * @param text the answer; if its grammar has tags, only the prose outside them
 * @param tokens its token ids, an end-of-sequence token included
 * @param finishReason why it ended
 * @param reward of the whole answer; NaN if nothing scored it (plain decoding, a replacement sentence, an answer that was
 *     stopped before it was judged)
 * @param promptReward r(x), the reward of an empty answer; NaN if nothing scored it
 * @param segments the accepted segments in order
 * @param counters what it cost
 * @param spans the answer in order: prose, and the contents of a grammar's tags; without tags one span, or none if the text
 *     is empty
 * @param greedy whether temperature 0 made all attempts equal, so that nothing could be chosen
 */
public record DecodingResult(
        String text,
        List<Integer> tokens,
        FinishReason finishReason,
        double reward,
        double promptReward,
        List<Segment> segments,
        Counters counters,
        List<Span> spans,
        boolean greedy) {

    public DecodingResult {
        tokens = List.copyOf(tokens);
        segments = List.copyOf(segments);
        spans = List.copyOf(spans);
    }

    /** The same at another cost. */
    public DecodingResult with(Counters counters) {
        return new DecodingResult(text, tokens, finishReason, reward, promptReward, segments, counters, spans, greedy);
    }

    /** All of it prose. */
    public DecodingResult(
            String text,
            List<Integer> tokens,
            FinishReason finishReason,
            double reward,
            double promptReward,
            List<Segment> segments,
            Counters counters,
            boolean greedy) {
        this(
                text,
                tokens,
                finishReason,
                reward,
                promptReward,
                segments,
                counters,
                text.isEmpty() ? List.of() : List.of(new Span(text, null)),
                greedy);
    }
}
