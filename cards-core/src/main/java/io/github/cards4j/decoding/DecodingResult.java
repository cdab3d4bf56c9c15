package io.github.cards4j.decoding;

import java.util.List;

/**
 * An answer.
 *
 * @param text the answer
 * @param tokens its token ids, an end-of-sequence token included
 * @param finishReason why it ended
 * @param reward of the whole answer; NaN if nothing scored it (plain decoding, a replacement sentence, an answer that was
 *     stopped before it was judged)
 * @param promptReward r(x), the reward of an empty answer; NaN if nothing scored it
 * @param segments the accepted segments in order
 * @param counters what it cost
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
        boolean greedy) {

    public DecodingResult {
        tokens = List.copyOf(tokens);
        segments = List.copyOf(segments);
    }
}
