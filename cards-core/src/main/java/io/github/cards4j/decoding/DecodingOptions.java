package io.github.cards4j.decoding;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one answer is decoded, every option resolved.
 *
 * @param method the decoding method
 * @param sampling how tokens are drawn
 * @param maxNewTokens the longest answer in tokens, end-of-sequence included; at least 1
 * @param stopSequences texts at which the answer ends; they are not part of it
 * @param seed fixes every random number
 * @param alignment how strictly answers are judged; may be null for methods without acceptance (plain, best-of-n)
 * @param maxLanes the most lanes that may run at once, 1 to 256
 * @param grammar what the text may be; null for any text
 */
public record DecodingOptions(
        Method method,
        Sampling sampling,
        int maxNewTokens,
        List<String> stopSequences,
        long seed,
        @Nullable Alignment alignment,
        int maxLanes,
        @Nullable Grammar grammar) {

    public static final int DEFAULT_MAX_NEW_TOKENS = 256;
    public static final int DEFAULT_MAX_LANES = 16;

    /** Each lane takes a row of every pass, and room in the cache for a candidate. */
    public static final int MOST_LANES = 256;

    public DecodingOptions {
        stopSequences = List.copyOf(stopSequences);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens must be 1 or more, but is " + maxNewTokens);
        }
        if (stopSequences.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("stopSequences must not hold an empty text");
        }
        if (maxLanes < 1 || maxLanes > MOST_LANES) {
            throw new IllegalArgumentException("maxLanes must lie in 1.." + MOST_LANES + ", but is " + maxLanes);
        }
        if (grammar != null && grammar.wholeText()) {
            refuseCuts(stopSequences, alignment);
        }
        if (alignment == null && (method instanceof Method.Cards || method instanceof Method.Rejection)) {
            throw new IllegalArgumentException("method " + method.id() + " needs alignment options: calibrate the model"
                    + " pair, or set targetReward, rewardTemperature and uncertaintyThreshold");
        }
    }

    private static void refuseCuts(List<String> stopSequences, @Nullable Alignment alignment) {
        if (!stopSequences.isEmpty()) {
            throw new IllegalArgumentException(
                    "stopSequences and grammar exclude each other: a stop sequence would cut the text"
                            + " before it is complete; unset one of them");
        }
        if (alignment != null && alignment.onExhausted() == OnExhausted.REPLACE) {
            throw new IllegalArgumentException(
                    "onExhausted=replace and grammar exclude each other: behind what has been accepted"
                            + " the replacement would not fit the grammar; use best, stop or fail");
        }
    }

    /** For any text. */
    public DecodingOptions(
            Method method,
            Sampling sampling,
            int maxNewTokens,
            List<String> stopSequences,
            long seed,
            @Nullable Alignment alignment,
            int maxLanes) {
        this(method, sampling, maxNewTokens, stopSequences, seed, alignment, maxLanes, null);
    }
}
