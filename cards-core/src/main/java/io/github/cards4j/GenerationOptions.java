package io.github.cards4j;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.Sampling;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How answers are generated. Every option may be unset (null): a request's options override the engine's, what is still
 * unset comes from the calibration of the model pair and the strength, or has the default named here. What a request itself sets
 * and what would have no effect is refused: options of judged answers with method {@code plain} or without a reward model, and a
 * {@code replacement} that {@code onExhausted} does not ask for.
 *
 * @param method default {@code cards} with a reward model, else {@code plain}. Whoever sets {@code plain} gets it, and no
 *     floor of the profile or the engine
 * @param strength in [0, 1], the one dial: aims at the reward that the best of 400^strength plain answers would reach.
 *     0 is plain decoding, whatever target reward, lanes or other method the profile or the engine has, unless there is a floor;
 *     0.5 (the default) aims at best-of-20, 1 at best-of-400. For a calibrated pair it counts before a target reward of the
 *     profile or the engine that it overrides. Above 0 it is refused where the method is {@code plain}
 * @param temperature of token sampling, at least 0; default 0.7
 * @param topK default 40; 0 keeps the whole vocabulary
 * @param topP in (0, 1]; default 1
 * @param maxNewTokens the longest answer in tokens; default 256
 * @param stopSequences texts at which an answer ends; default none. A request that sets a grammar of whole texts, such as JSON,
 *     may not set any, and those of the profile or the engine are left out
 * @param seed fixes every random number; default: a new one each time
 * @param deadline after which the answer ends with what has been accepted; default none
 * @param targetReward r*, instead of the one that strength sets
 * @param rewardWeight α in [0, 1]; default 0.5
 * @param rewardTemperature β, instead of the calibrated one
 * @param uncertaintyThreshold τ_u in nats, instead of the calibrated one
 * @param minSegmentTokens default 4
 * @param maxSegmentTokens default 64
 * @param maxAttempts a segment; default 21
 * @param onExhausted what happens when attempts run out; default {@code BEST}. With a grammar of whole texts a request may not
 *     set {@code REPLACE}, and that of the profile or the engine acts as {@code FAIL}
 * @param replacement the sentence for {@code onExhausted=replace}
 * @param rewardFloor hard: nothing below it is ever accepted; default none
 * @param ramp over how many tokens the target rises; default the calibrated median length of a plain answer, 128 without
 *     a calibration
 * @param maxLanes the most candidates that grow at the same time; at most 256; default 16 on a CPU, 64 on a
 *     GPU, and of best-of-n all that together have at most 4096 new tokens
 * @param grammar what the text of the answer may be, such as JSON; default any text
 */
public record GenerationOptions(
        @Nullable Method method,
        @Nullable Double strength,
        @Nullable Double temperature,
        @Nullable Integer topK,
        @Nullable Double topP,
        @Nullable Integer maxNewTokens,
        @Nullable List<String> stopSequences,
        @Nullable Long seed,
        @Nullable Duration deadline,
        @Nullable Double targetReward,
        @Nullable Double rewardWeight,
        @Nullable Double rewardTemperature,
        @Nullable Double uncertaintyThreshold,
        @Nullable Integer minSegmentTokens,
        @Nullable Integer maxSegmentTokens,
        @Nullable Integer maxAttempts,
        @Nullable OnExhausted onExhausted,
        @Nullable String replacement,
        @Nullable Double rewardFloor,
        @Nullable Integer ramp,
        @Nullable Integer maxLanes,
        @Nullable Grammar grammar) {

    public static final double DEFAULT_STRENGTH = 0.5;

    private static final GenerationOptions NONE = builder().build();

    /** @throws IllegalArgumentException if an option is out of its range */
    public GenerationOptions {
        stopSequences = stopSequences == null ? null : List.copyOf(stopSequences);
        if (strength != null && !(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength must lie in [0, 1], but is " + strength);
        }
        if (deadline != null && (deadline.isZero() || deadline.isNegative())) {
            throw new IllegalArgumentException("deadline must be longer than zero, but is " + deadline);
        }
        checkRanges(
                new Sampling(or(temperature, 1.0), or(topK, 0), or(topP, 1.0)),
                or(maxNewTokens, 1),
                or(stopSequences, List.of()),
                or(maxLanes, 1),
                // What is unset here may be set elsewhere, so it gets a value that fits.
                new Alignment(
                        or(targetReward, 0.0),
                        or(rewardWeight, 0.0),
                        or(rewardTemperature, 1.0),
                        or(uncertaintyThreshold, 0.0),
                        or(minSegmentTokens, 1),
                        or(maxSegmentTokens, or(minSegmentTokens, 1)),
                        or(maxAttempts, 1),
                        or(onExhausted, OnExhausted.BEST),
                        or(replacement, "unset"),
                        or(rewardFloor, 0.0),
                        or(ramp, 1)));
    }

    /** The ranges of options are known to the types that resolved options end in. */
    private static void checkRanges(
            Sampling sampling, int maxNewTokens, List<String> stopSequences, int maxLanes, Alignment alignment) {
        new DecodingOptions(Method.CARDS, sampling, maxNewTokens, stopSequences, 0, alignment, maxLanes);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }

    /** Nothing set. */
    public static GenerationOptions none() {
        return NONE;
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder().overrideWith(this);
    }

    /**
     * These options, each replaced by {@code other}'s where that is set. Where {@code other} asks for method {@code plain}, what
     * these ask of judged answers (strength, target reward, floor, and how they are judged) does not count; nor does their target
     * reward where {@code other} sets a strength alone, nor their method where that strength is 0 and the method takes the best of several.
     */
    public GenerationOptions overrideWith(GenerationOptions other) {
        Builder these = toBuilder();
        if (other.method instanceof Method.Plain) {
            these.strength(null)
                    .targetReward(null)
                    .rewardFloor(null)
                    .rewardWeight(null)
                    .rewardTemperature(null)
                    .uncertaintyThreshold(null)
                    .minSegmentTokens(null)
                    .maxSegmentTokens(null)
                    .maxAttempts(null)
                    .onExhausted(null)
                    .replacement(null)
                    .ramp(null);
        }
        if (other.strength != null) {
            these.targetReward(null);
        }
        if (overridesMethod(other)) {
            these.method(null);
        }
        return these.overrideWith(other).build();
    }

    /** Whether {@code near} asks for plain decoding by its strength, and these would take the best of several all the same. */
    boolean overridesMethod(GenerationOptions near) {
        return near.strength != null && near.strength == 0 && near.method == null && takesBest(method);
    }

    static boolean takesBest(@Nullable Method method) {
        return method instanceof Method.BestOf || method instanceof Method.BestOfSequential;
    }

    /** Collects options; a value of null leaves one unset. */
    public static final class Builder {
        private @Nullable Method method;
        private @Nullable Double strength;
        private @Nullable Double temperature;
        private @Nullable Integer topK;
        private @Nullable Double topP;
        private @Nullable Integer maxNewTokens;
        private @Nullable List<String> stopSequences;
        private @Nullable Long seed;
        private @Nullable Duration deadline;
        private @Nullable Double targetReward;
        private @Nullable Double rewardWeight;
        private @Nullable Double rewardTemperature;
        private @Nullable Double uncertaintyThreshold;
        private @Nullable Integer minSegmentTokens;
        private @Nullable Integer maxSegmentTokens;
        private @Nullable Integer maxAttempts;
        private @Nullable OnExhausted onExhausted;
        private @Nullable String replacement;
        private @Nullable Double rewardFloor;
        private @Nullable Integer ramp;
        private @Nullable Integer maxLanes;
        private @Nullable Grammar grammar;

        private Builder() {}

        public Builder method(@Nullable Method method) {
            this.method = method;
            return this;
        }

        public Builder strength(@Nullable Double strength) {
            this.strength = strength;
            return this;
        }

        public Builder temperature(@Nullable Double temperature) {
            this.temperature = temperature;
            return this;
        }

        public Builder topK(@Nullable Integer topK) {
            this.topK = topK;
            return this;
        }

        public Builder topP(@Nullable Double topP) {
            this.topP = topP;
            return this;
        }

        public Builder maxNewTokens(@Nullable Integer maxNewTokens) {
            this.maxNewTokens = maxNewTokens;
            return this;
        }

        public Builder stopSequences(@Nullable List<String> stopSequences) {
            this.stopSequences = stopSequences;
            return this;
        }

        public Builder seed(@Nullable Long seed) {
            this.seed = seed;
            return this;
        }

        public Builder deadline(@Nullable Duration deadline) {
            this.deadline = deadline;
            return this;
        }

        public Builder targetReward(@Nullable Double targetReward) {
            this.targetReward = targetReward;
            return this;
        }

        public Builder rewardWeight(@Nullable Double rewardWeight) {
            this.rewardWeight = rewardWeight;
            return this;
        }

        public Builder rewardTemperature(@Nullable Double rewardTemperature) {
            this.rewardTemperature = rewardTemperature;
            return this;
        }

        public Builder uncertaintyThreshold(@Nullable Double uncertaintyThreshold) {
            this.uncertaintyThreshold = uncertaintyThreshold;
            return this;
        }

        public Builder minSegmentTokens(@Nullable Integer minSegmentTokens) {
            this.minSegmentTokens = minSegmentTokens;
            return this;
        }

        public Builder maxSegmentTokens(@Nullable Integer maxSegmentTokens) {
            this.maxSegmentTokens = maxSegmentTokens;
            return this;
        }

        public Builder maxAttempts(@Nullable Integer maxAttempts) {
            this.maxAttempts = maxAttempts;
            return this;
        }

        public Builder onExhausted(@Nullable OnExhausted onExhausted) {
            this.onExhausted = onExhausted;
            return this;
        }

        public Builder replacement(@Nullable String replacement) {
            this.replacement = replacement;
            return this;
        }

        public Builder rewardFloor(@Nullable Double rewardFloor) {
            this.rewardFloor = rewardFloor;
            return this;
        }

        public Builder ramp(@Nullable Integer ramp) {
            this.ramp = ramp;
            return this;
        }

        public Builder maxLanes(@Nullable Integer maxLanes) {
            this.maxLanes = maxLanes;
            return this;
        }

        public Builder grammar(@Nullable Grammar grammar) {
            this.grammar = grammar;
            return this;
        }

        Builder overrideWith(GenerationOptions o) {
            method = later(o.method, method);
            strength = later(o.strength, strength);
            temperature = later(o.temperature, temperature);
            topK = later(o.topK, topK);
            topP = later(o.topP, topP);
            maxNewTokens = later(o.maxNewTokens, maxNewTokens);
            stopSequences = later(o.stopSequences, stopSequences);
            seed = later(o.seed, seed);
            deadline = later(o.deadline, deadline);
            targetReward = later(o.targetReward, targetReward);
            rewardWeight = later(o.rewardWeight, rewardWeight);
            rewardTemperature = later(o.rewardTemperature, rewardTemperature);
            uncertaintyThreshold = later(o.uncertaintyThreshold, uncertaintyThreshold);
            minSegmentTokens = later(o.minSegmentTokens, minSegmentTokens);
            maxSegmentTokens = later(o.maxSegmentTokens, maxSegmentTokens);
            maxAttempts = later(o.maxAttempts, maxAttempts);
            onExhausted = later(o.onExhausted, onExhausted);
            replacement = later(o.replacement, replacement);
            rewardFloor = later(o.rewardFloor, rewardFloor);
            ramp = later(o.ramp, ramp);
            maxLanes = later(o.maxLanes, maxLanes);
            grammar = later(o.grammar, grammar);
            return this;
        }

        private static <T> @Nullable T later(@Nullable T value, @Nullable T otherwise) {
            return value != null ? value : otherwise;
        }

        /** @throws IllegalArgumentException if an option is out of its range */
        public GenerationOptions build() {
            return new GenerationOptions(
                    method,
                    strength,
                    temperature,
                    topK,
                    topP,
                    maxNewTokens,
                    stopSequences,
                    seed,
                    deadline,
                    targetReward,
                    rewardWeight,
                    rewardTemperature,
                    uncertaintyThreshold,
                    minSegmentTokens,
                    maxSegmentTokens,
                    maxAttempts,
                    onExhausted,
                    replacement,
                    rewardFloor,
                    ramp,
                    maxLanes,
                    grammar);
        }
    }
}
