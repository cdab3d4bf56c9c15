package io.github.cards4j.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's parameters and those of CARDS. What is unset here is the engine's default; see
 * {@link GenerationOptions} for what each option means, its range and its default.
 *
 * <pre>{@code
 * ChatRequest.builder()
 *         .messages(UserMessage.from("Where is my parcel?"))
 *         .parameters(CardsChatRequestParameters.builder().strength(0.8).seed(7L).build())
 *         .build();
 * }</pre>
 */
public class CardsChatRequestParameters extends DefaultChatRequestParameters {

    public static final CardsChatRequestParameters EMPTY =
            CardsChatRequestParameters.builder().build();

    /** Options that LangChain4j has no parameter for. */
    private final GenerationOptions own;

    private final @Nullable String profile;
    private final @Nullable Boolean reportRejected;

    /** Null unless these are a model's defaults, with or without a request over them. */
    private final @Nullable Layers layers;

    /**
     * Where parameters come from: a profile stands between the two.
     *
     * @param asked what the request itself sets
     */
    record Layers(CardsChatRequestParameters defaults, ChatRequestParameters asked) {

        Layers over(ChatRequestParameters that) {
            boolean again = that instanceof CardsChatRequestParameters cards
                    && cards.layers != null
                    && cards.layers.defaults.equals(defaults);
            ChatRequestParameters near = again ? ((CardsChatRequestParameters) that).layers().asked : that;
            return new Layers(
                    defaults, builder().overrideWith(asked).overrideWith(near).build());
        }
    }

    protected CardsChatRequestParameters(Builder builder) {
        super(builder);
        own = builder.own.build();
        profile = builder.profile;
        reportRejected = builder.reportRejected;
        layers = builder.layers;
    }

    /** These as a model's defaults, which stay told apart from what requests set over them. */
    CardsChatRequestParameters asDefaults() {
        return layered(new Layers(this, EMPTY));
    }

    private CardsChatRequestParameters layered(Layers layers) {
        Builder both = builder().overrideWith(layers.defaults);
        both.layers = layers;
        try {
            return both.overrideWith(layers.asked).build();
        } catch (IllegalArgumentException contradiction) {
            // A profile may come between them; if none does, the engine refuses it, where handlers hear of it.
            return both.build();
        }
    }

    /** Parameters of no model's defaults are all of the request. */
    Layers layers() {
        return layers != null ? layers : new Layers(EMPTY, this);
    }

    /**
     * Parameters of another provider may say what nobody here knows, and would lose it unseen.
     *
     * @throws UnsupportedFeatureException if they are of a provider's own type, and not of this one
     */
    static void refuseForeign(ChatRequestParameters parameters) {
        boolean own = parameters instanceof CardsChatRequestParameters;
        if (parameters instanceof DefaultChatRequestParameters
                && !own
                && parameters.getClass() != DefaultChatRequestParameters.class) {
            throw new UnsupportedFeatureException(
                    "parameters of type " + parameters.getClass().getName()
                            + " are not supported: use ChatRequestParameters for what all providers know, and"
                            + " CardsChatRequestParameters for the rest");
        }
    }

    /** LangChain4j's parameters of any kind as options of CARDS. */
    static GenerationOptions generationOptions(ChatRequestParameters parameters) {
        GenerationOptions own =
                parameters instanceof CardsChatRequestParameters cards ? cards.own : GenerationOptions.none();
        return own.toBuilder()
                .temperature(parameters.temperature())
                .topP(parameters.topP())
                .topK(parameters.topK())
                .maxNewTokens(parameters.maxOutputTokens())
                .stopSequences(parameters.stopSequences().isEmpty() ? null : parameters.stopSequences())
                .grammar(ResponseFormats.grammar(parameters.responseFormat()))
                .build();
    }

    /** All of these parameters that steer decoding, as the engine takes them. */
    public GenerationOptions generationOptions() {
        return generationOptions(this);
    }

    /** The engine's profile whose options count before all defaults; {@code modelName} may name it as well. */
    public @Nullable String profile() {
        return profile;
    }

    /** Whether a streaming model also hands on what was rejected; default no. */
    public @Nullable Boolean reportRejected() {
        return reportRejected;
    }

    public @Nullable Method method() {
        return own.method();
    }

    public @Nullable Double strength() {
        return own.strength();
    }

    public @Nullable Long seed() {
        return own.seed();
    }

    public @Nullable Duration deadline() {
        return own.deadline();
    }

    public @Nullable Double targetReward() {
        return own.targetReward();
    }

    public @Nullable Double rewardWeight() {
        return own.rewardWeight();
    }

    public @Nullable Double rewardTemperature() {
        return own.rewardTemperature();
    }

    public @Nullable Double uncertaintyThreshold() {
        return own.uncertaintyThreshold();
    }

    public @Nullable Integer minSegmentTokens() {
        return own.minSegmentTokens();
    }

    public @Nullable Integer maxSegmentTokens() {
        return own.maxSegmentTokens();
    }

    public @Nullable Integer maxAttempts() {
        return own.maxAttempts();
    }

    public @Nullable OnExhausted onExhausted() {
        return own.onExhausted();
    }

    public @Nullable String replacement() {
        return own.replacement();
    }

    public @Nullable Double rewardFloor() {
        return own.rewardFloor();
    }

    public @Nullable Integer ramp() {
        return own.ramp();
    }

    public @Nullable Integer maxLanes() {
        return own.maxLanes();
    }

    @Override
    public CardsChatRequestParameters overrideWith(ChatRequestParameters that) {
        return layers != null
                ? layered(layers.over(that))
                : builder().overrideWith(this).overrideWith(that).build();
    }

    @Override
    public CardsChatRequestParameters defaultedBy(ChatRequestParameters that) {
        return that instanceof CardsChatRequestParameters cards
                ? cards.overrideWith(this)
                : builder().overrideWith(that).overrideWith(this).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof CardsChatRequestParameters that
                && own.equals(that.own)
                && Objects.equals(profile, that.profile)
                && Objects.equals(reportRejected, that.reportRejected);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), own, profile, reportRejected);
    }

    @Override
    public String toString() {
        return "CardsChatRequestParameters{" + super.toString() + ", profile=" + profile + ", reportRejected="
                + reportRejected + ", " + own + "}";
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects parameters; a value of null leaves one unset. */
    public static class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private GenerationOptions.Builder own = GenerationOptions.builder();
        private @Nullable String profile;
        private @Nullable Boolean reportRejected;
        private @Nullable Layers layers;

        /** @throws UnsupportedFeatureException if the parameters are another provider's own */
        @Override
        public Builder overrideWith(ChatRequestParameters parameters) {
            refuseForeign(parameters);
            super.overrideWith(parameters);
            if (parameters instanceof CardsChatRequestParameters cards) {
                profile = cards.profile != null ? cards.profile : profile;
                reportRejected = cards.reportRejected != null ? cards.reportRejected : reportRejected;
                own = own.build().overrideWith(cards.own).toBuilder();
            }
            return this;
        }

        /** Name of a profile of the engine. */
        public Builder profile(@Nullable String profile) {
            this.profile = profile;
            return this;
        }

        /**
         * True hands each rejected {@link io.github.cards4j.decoding.Candidate} to a streaming handler's {@code
         * onUnmappedRawEvent}, before the segment that was accepted instead. It is text that was found wanting: show it to
         * those who tune the model, not to users.
         */
        public Builder reportRejected(@Nullable Boolean reportRejected) {
            this.reportRejected = reportRejected;
            return this;
        }

        public Builder method(@Nullable Method method) {
            own.method(method);
            return this;
        }

        /** In [0, 1], the one dial most people need; 0 is plain decoding. */
        public Builder strength(@Nullable Double strength) {
            own.strength(strength);
            return this;
        }

        public Builder seed(@Nullable Long seed) {
            own.seed(seed);
            return this;
        }

        public Builder deadline(@Nullable Duration deadline) {
            own.deadline(deadline);
            return this;
        }

        public Builder targetReward(@Nullable Double targetReward) {
            own.targetReward(targetReward);
            return this;
        }

        public Builder rewardWeight(@Nullable Double rewardWeight) {
            own.rewardWeight(rewardWeight);
            return this;
        }

        public Builder rewardTemperature(@Nullable Double rewardTemperature) {
            own.rewardTemperature(rewardTemperature);
            return this;
        }

        public Builder uncertaintyThreshold(@Nullable Double uncertaintyThreshold) {
            own.uncertaintyThreshold(uncertaintyThreshold);
            return this;
        }

        public Builder minSegmentTokens(@Nullable Integer minSegmentTokens) {
            own.minSegmentTokens(minSegmentTokens);
            return this;
        }

        public Builder maxSegmentTokens(@Nullable Integer maxSegmentTokens) {
            own.maxSegmentTokens(maxSegmentTokens);
            return this;
        }

        public Builder maxAttempts(@Nullable Integer maxAttempts) {
            own.maxAttempts(maxAttempts);
            return this;
        }

        public Builder onExhausted(@Nullable OnExhausted onExhausted) {
            own.onExhausted(onExhausted);
            return this;
        }

        public Builder replacement(@Nullable String replacement) {
            own.replacement(replacement);
            return this;
        }

        /** Hard: nothing below it is ever accepted. */
        public Builder rewardFloor(@Nullable Double rewardFloor) {
            own.rewardFloor(rewardFloor);
            return this;
        }

        public Builder ramp(@Nullable Integer ramp) {
            own.ramp(ramp);
            return this;
        }

        public Builder maxLanes(@Nullable Integer maxLanes) {
            own.maxLanes(maxLanes);
            return this;
        }

        /** @throws IllegalArgumentException if an option is out of its range */
        @Override
        public CardsChatRequestParameters build() {
            return new CardsChatRequestParameters(this);
        }
    }
}
