package io.github.cards4j;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Turns options that may be unset into numbers: what is set by hand counts, then what strength and calibration say, then
 * the defaults.
 *
 * @param judged whether there is a reward model
 * @param calibration of the pair, if there is one
 * @param uncalibrated why there is none, if there is more to say than that; else empty
 */
record OptionResolver(boolean judged, @Nullable Calibration calibration, String uncalibrated) {

    /** Tokens of all answers of best-of-n that grow at once: each row of a pass is multiplied with all their keys. */
    private static final int MOST_TOKENS_AT_ONCE = 4096;

    /** τ_u where nothing has been measured, and hardly anything hangs on it. */
    private static final double PAPERS_UNCERTAINTY_THRESHOLD = 3.0;

    /**
     * With the calibration that was named, else the one that lies with the reward model.
     *
     * @throws ModelException if the file is malformed, or was named and is another pair's
     */
    static OptionResolver of(
            @Nullable Path named,
            @Nullable Path rewardFolder,
            String llmKey,
            @Nullable String rewardKey,
            @Nullable RewardModel reward) {
        if (reward == null || rewardKey == null) {
            return new OptionResolver(false, null, "");
        }
        Path file = named != null ? named : rewardFolder == null ? null : rewardFolder.resolve(CalibrationFile.NAME);
        if (file == null || named == null && !Files.isRegularFile(file)) {
            return new OptionResolver(true, null, "");
        }
        Calibration calibration = CalibrationFile.read(file);
        String difference = CalibrationFile.difference(calibration, llmKey, rewardKey, reward.convention());
        if (difference.isEmpty()) {
            return new OptionResolver(true, calibration, "");
        }
        String whose = "calibration file " + file + " is another pair's: its " + difference;
        if (named != null) {
            throw new ModelException(whose + "; name this pair's file, or leave calibration unset and calibrate");
        }
        // A reward model may serve several language models: what lies beside it need not be meant for this one.
        LoggerFactory.getLogger(Cards.class).warn("{}; it is not used", whose);
        return new OptionResolver(true, null, whose);
    }

    OptionResolver with(Calibration calibration) {
        return new OptionResolver(judged, calibration, "");
    }

    /**
     * Options of a request over those of its profile, or of that over the engine's. A strength there stands for a target reward:
     * it counts before one that is set farther away.
     *
     * @throws IllegalArgumentException if what is asked for there would have no effect
     */
    GenerationOptions merge(GenerationOptions far, GenerationOptions near) {
        return merge(List.of(far, near));
    }

    /**
     * Options of several places, the farthest first. What a nearer place overrides need not have an effect.
     *
     * @throws IllegalArgumentException if what is asked for in one of them, the first apart, would have no effect
     */
    GenerationOptions merge(List<GenerationOptions> places) {
        GenerationOptions merged = places.get(0);
        for (int i = 1; i < places.size(); i++) {
            GenerationOptions nearer = places.subList(i, places.size()).stream()
                    .reduce(GenerationOptions.none(), GenerationOptions::overrideWith);
            refuseWithoutEffect(merged, nearer);
            refuseUncalibrated(merged, nearer);
            merged = over(merged, places.get(i));
        }
        return merged;
    }

    private GenerationOptions over(GenerationOptions far, GenerationOptions near) {
        Double strength = near.strength();
        GenerationOptions.Builder kept = far.toBuilder();
        if (strength != null && near.targetReward() == null && (calibration != null || strength == 0)) {
            kept.targetReward(null);
        }
        if (far.overridesMethod(near)) {
            kept.method(null);
        }
        return kept.overrideWith(near).build();
    }

    /**
     * Plain decoding judges nothing: whoever asks for more shall know. What lies farther away is merely overridden.
     *
     * @throws IllegalArgumentException if {@code near} asks for aligned answers, and it or {@code far} for plain ones
     */
    static void refuseWithoutEffect(GenerationOptions far, GenerationOptions near) {
        Method method = near.method() != null ? near.method() : far.method();
        Double strength = near.strength() != null ? near.strength() : far.strength();
        Double floor = near.rewardFloor() != null ? near.rewardFloor() : far.rewardFloor();
        List<String> asked = asked(near);
        if (method instanceof Method.Plain && !asked.isEmpty()) {
            throw withoutEffect("method=plain", asked, "set or unset method too");
        }
        if (method == null && strength != null && strength == 0 && !holds(floor) && near.targetReward() != null) {
            throw withoutEffect("strength=0", asked, "set a strength above 0 too");
        }
    }

    /** Without a calibration nothing turns strength into a target: what is set by hand would count in its stead. */
    private void refuseUncalibrated(GenerationOptions far, GenerationOptions near) {
        Double strength = near.strength();
        Method method = near.method() != null ? near.method() : far.method();
        if (judged && calibration == null && strength != null && strength > 0 && !GenerationOptions.takesBest(method)) {
            throw new IllegalArgumentException(noCalibration() + ", so that strength=" + strength
                    + " means nothing yet: call calibrate with prompts of the kind that will be asked, or set"
                    + " targetReward instead");
        }
    }

    private String noCalibration() {
        return "this pair of models has no calibration" + (uncalibrated.isEmpty() ? "" : " (" + uncalibrated + ")");
    }

    private static IllegalArgumentException withoutEffect(String plain, List<String> asked, String instead) {
        return new IllegalArgumentException(plain + " judges nothing, so that this would have no effect: "
                + String.join(", ", asked) + "; " + instead + ", or leave it out");
    }

    /** What only judged answers can meet. */
    private static List<String> asked(GenerationOptions options) {
        List<String> asked = new ArrayList<>();
        if (options.strength() != null && options.strength() > 0) {
            asked.add("strength=" + options.strength());
        }
        if (options.targetReward() != null) {
            asked.add("targetReward=" + options.targetReward());
        }
        if (holds(options.rewardFloor())) {
            asked.add("rewardFloor=" + options.rewardFloor());
        }
        return asked;
    }

    /** Whether there is a floor: -Infinity takes back one that is set farther away. */
    private static boolean holds(@Nullable Double floor) {
        return floor != null && floor > Double.NEGATIVE_INFINITY;
    }

    DecodingOptions resolve(GenerationOptions options, int lanes) {
        Method method = method(options);
        int maxNewTokens = or(options.maxNewTokens(), DecodingOptions.DEFAULT_MAX_NEW_TOKENS);
        return new DecodingOptions(
                method,
                new Sampling(
                        or(options.temperature(), Sampling.DEFAULT_TEMPERATURE),
                        or(options.topK(), Sampling.DEFAULT_TOP_K),
                        or(options.topP(), Sampling.DEFAULT_TOP_P)),
                maxNewTokens,
                or(options.stopSequences(), List.of()),
                options.seed() != null
                        ? options.seed()
                        : ThreadLocalRandom.current().nextLong(),
                method.judged() ? alignment(method, options) : null,
                mostLanes(method, options, maxNewTokens, lanes),
                options.grammar());
    }

    /**
     * As many as were asked for; else as many as suit the device, and of answers of best-of-n, of which none is drawn in vain, all
     * at once unless they are many and long.
     */
    private static int mostLanes(Method method, GenerationOptions options, int maxNewTokens, int lanes) {
        if (options.maxLanes() != null) {
            return options.maxLanes();
        }
        return method instanceof Method.BestOf best
                ? Math.max(lanes, Math.min(best.n(), MOST_TOKENS_AT_ONCE / maxNewTokens))
                : lanes;
    }

    private Method method(GenerationOptions options) {
        Method asked = options.method();
        boolean floor = holds(options.rewardFloor());
        boolean zero = options.strength() != null && options.strength() == 0 && !floor;
        if (asked != null) {
            if (zero && options.targetReward() == null && !GenerationOptions.takesBest(asked)) {
                // exactly, and at its cost
                return Method.PLAIN;
            }
            if (asked.judged() && !judged) {
                throw new IllegalArgumentException("method " + asked.id() + " needs a reward model: set reward");
            }
            return asked;
        }
        if (!judged && !zero) {
            refuseUnjudged(options);
        }
        return judged && !zero ? Method.CARDS : Method.PLAIN;
    }

    /** Without a reward model nothing is aligned: whoever asked for it shall know. */
    private static void refuseUnjudged(GenerationOptions options) {
        List<String> asked = asked(options);
        if (!asked.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(", ", asked) + " cannot be met without a reward model: set reward, or strength=0");
        }
    }

    private @Nullable Alignment alignment(Method method, GenerationOptions o) {
        Double targetReward = o.targetReward();
        Double rewardTemperature = o.rewardTemperature();
        Double uncertaintyThreshold = o.uncertaintyThreshold();
        int ramp = Alignment.DEFAULT_RAMP;
        if (calibration != null) {
            double strength = or(o.strength(), GenerationOptions.DEFAULT_STRENGTH);
            targetReward = or(targetReward, calibration.targetReward(strength));
            rewardTemperature = or(rewardTemperature, calibration.rewardTemperature());
            uncertaintyThreshold = or(uncertaintyThreshold, calibration.uncertaintyThreshold());
            ramp = Math.max(1, calibration.medianTokens());
        }
        boolean takesBest = GenerationOptions.takesBest(method);
        if (takesBest && holds(o.rewardFloor())) {
            // Nothing is tested by these numbers: the best is taken, unless it lies below the floor.
            targetReward = or(targetReward, 0.0);
            rewardTemperature = or(rewardTemperature, 1.0);
            uncertaintyThreshold = or(uncertaintyThreshold, 0.0);
        }
        Double floor = o.rewardFloor();
        double rewardWeight = or(o.rewardWeight(), Alignment.DEFAULT_REWARD_WEIGHT);
        if (calibration == null && Double.valueOf(0).equals(o.strength()) && targetReward == null && holds(floor)) {
            // The floor is all that is asked for: what reaches it passes, from the beginning.
            targetReward = floor;
            rewardTemperature = or(rewardTemperature, 1.0);
            uncertaintyThreshold = or(uncertaintyThreshold, PAPERS_UNCERTAINTY_THRESHOLD);
            rewardWeight = 1;
        }
        if (targetReward == null || rewardTemperature == null || uncertaintyThreshold == null) {
            if (takesBest) {
                return null;
            }
            throw new IllegalArgumentException(noCalibration()
                    + ", so that rewards mean nothing yet: call calibrate with prompts of the kind that will be asked, or"
                    + " set all of targetReward, rewardTemperature and uncertaintyThreshold by hand");
        }
        return new Alignment(
                targetReward,
                rewardWeight,
                rewardTemperature,
                uncertaintyThreshold,
                or(o.minSegmentTokens(), Alignment.DEFAULT_MIN_SEGMENT_TOKENS),
                or(o.maxSegmentTokens(), Alignment.DEFAULT_MAX_SEGMENT_TOKENS),
                or(o.maxAttempts(), Alignment.DEFAULT_MAX_ATTEMPTS),
                or(o.onExhausted(), OnExhausted.BEST),
                or(o.replacement(), ""),
                or(floor, Double.NEGATIVE_INFINITY),
                or(o.ramp(), ramp));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
