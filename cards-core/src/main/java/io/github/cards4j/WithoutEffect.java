package io.github.cards4j;

import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a request itself asks for and cannot have. What stands farther away was not written for this request: that the
 * request, or the engine, makes it pointless is no mistake.
 */
final class WithoutEffect {

    private WithoutEffect() {}

    /**
     * @param asked what the request itself sets
     * @param together that over all that stands farther away
     * @param judged whether there is a reward model
     * @throws IllegalArgumentException if some of it would have no effect; names it
     */
    static void refuse(GenerationOptions asked, GenerationOptions together, boolean judged) {
        List<String> judging = judging(asked);
        if (asked.method() instanceof Method.Plain && !judging.isEmpty()) {
            throw new IllegalArgumentException("method=plain judges nothing, so that this would have no effect: "
                    + String.join(", ", judging) + "; unset method, or leave it out");
        }
        if (!judged && !judging.isEmpty()) {
            throw new IllegalArgumentException(
                    "without a reward model nothing is judged, so that this would have no effect: "
                            + String.join(", ", judging) + "; set reward, or leave it out");
        }
        OnExhausted then = together.onExhausted() == null ? OnExhausted.BEST : together.onExhausted();
        if (asked.replacement() != null && then != OnExhausted.REPLACE) {
            throw new IllegalArgumentException("replacement is for onExhausted=replace, but that is "
                    + then.name().toLowerCase(Locale.ROOT)
                    + " here: set onExhausted=replace too, or leave replacement out");
        }
    }

    /** How answers are judged; whether they are (strength, target, floor) is looked at elsewhere, with what stands farther away. */
    private static List<String> judging(GenerationOptions options) {
        List<String> found = new ArrayList<>();
        add(found, "rewardWeight", options.rewardWeight());
        add(found, "rewardTemperature", options.rewardTemperature());
        add(found, "uncertaintyThreshold", options.uncertaintyThreshold());
        add(found, "minSegmentTokens", options.minSegmentTokens());
        add(found, "maxSegmentTokens", options.maxSegmentTokens());
        add(found, "maxAttempts", options.maxAttempts());
        add(found, "onExhausted", options.onExhausted());
        add(found, "replacement", options.replacement());
        add(found, "ramp", options.ramp());
        return found;
    }

    private static void add(List<String> found, String name, @Nullable Object value) {
        if (value != null) {
            found.add(name + "="
                    + (value instanceof OnExhausted then ? then.name().toLowerCase(Locale.ROOT) : value));
        }
    }
}
