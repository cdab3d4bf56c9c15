package io.github.cards4j.spring.internal.check;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that are each in range, but cannot hold together.
 *
 * @param name of the property that sets an option
 */
record Contradictions(UnaryOperator<String> name) {

    /**
     * What contradicts.
     *
     * @param own options that are set here: in a profile, or for every answer
     * @param all the same, with what a profile takes over
     */
    List<String> among(Map<String, Object> own, Map<String, Object> all) {
        List<String> found = new ArrayList<>();
        segments(own, all, found);
        replacement(own, all, found);
        lanes(own, all, found);
        plain(own, all, found);
        return found;
    }

    private void segments(Map<String, Object> own, Map<String, Object> all, List<String> found) {
        int least = (Integer) all.getOrDefault("minSegmentTokens", Alignment.DEFAULT_MIN_SEGMENT_TOKENS);
        int most = (Integer) all.getOrDefault("maxSegmentTokens", Alignment.DEFAULT_MAX_SEGMENT_TOKENS);
        if (least > most && sets(own, "minSegmentTokens", "maxSegmentTokens")) {
            found.add(name.apply("maxSegmentTokens") + " (" + most + ") must be at least "
                    + name.apply("minSegmentTokens") + " (" + least + ")");
        }
    }

    private void replacement(Map<String, Object> own, Map<String, Object> all, List<String> found) {
        Object sentence = all.get("replacement");
        if (all.get("onExhausted") == OnExhausted.REPLACE
                && (sentence == null || sentence.toString().isBlank())
                && sets(own, "onExhausted", "replacement")) {
            found.add(name.apply("onExhausted") + "=replace needs a sentence: set " + name.apply("replacement"));
        }
    }

    private void lanes(Map<String, Object> own, Map<String, Object> all, List<String> found) {
        if (method(all) instanceof Method.Cards cards
                && all.get("maxLanes") instanceof Integer most
                && cards.lanes() > most
                && sets(own, "method", "maxLanes")) {
            found.add(name.apply("method") + "=" + cards.id() + " asks for more lanes than " + name.apply("maxLanes")
                    + "=" + most + " allows");
        }
    }

    /** Plain decoding judges nothing: whoever asks for more shall know. */
    private void plain(Map<String, Object> own, Map<String, Object> all, List<String> found) {
        boolean floor = all.get("rewardFloor") instanceof Double value && value > Double.NEGATIVE_INFINITY;
        if (method(all) == Method.PLAIN && floor && sets(own, "method", "rewardFloor")) {
            found.add(name.apply("method") + "=plain judges nothing, so that " + name.apply("rewardFloor") + "="
                    + all.get("rewardFloor") + " could not be held: unset one of them");
        }
        if (method(all) == Method.PLAIN && own.get("strength") instanceof Double strength && strength > 0) {
            found.add(name.apply("method") + "=plain judges nothing, but " + name.apply("strength") + " is " + strength
                    + ": unset one of them");
        }
        boolean unaligned = method(all) == Method.PLAIN
                || method(all) == null && all.get("strength") instanceof Double strength && strength == 0 && !floor;
        if (unaligned && own.get("targetReward") != null) {
            String plain = method(all) == null ? name.apply("strength") + "=0" : name.apply("method") + "=plain";
            found.add(plain + " judges nothing, but " + name.apply("targetReward") + " is " + own.get("targetReward")
                    + ": unset one of them");
        }
    }

    private static boolean sets(Map<String, Object> own, String one, String other) {
        return own.containsKey(one) || own.containsKey(other);
    }

    private static @Nullable Method method(Map<String, Object> options) {
        return options.get("method") instanceof String id ? Method.parse(id) : null;
    }
}
