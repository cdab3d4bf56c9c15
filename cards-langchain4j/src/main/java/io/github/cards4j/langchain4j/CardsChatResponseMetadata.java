package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Segment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about. {@link #tokenUsage} counts the prompt and the answer only; what was proposed and rejected on
 * the way stands in {@link #counters}.
 */
public final class CardsChatResponseMetadata extends ChatResponseMetadata {

    private final CardsResponse answer;

    private CardsChatResponseMetadata(Builder builder) {
        super(builder);
        answer = Objects.requireNonNull(builder.answer, "answer");
    }

    /** Reward of the whole answer; null if nothing scored it. */
    public @Nullable Double reward() {
        return known(answer.result().reward());
    }

    /** r(x), the reward of an empty answer; null if nothing scored it. */
    public @Nullable Double promptReward() {
        return known(answer.result().promptReward());
    }

    /** The accepted segments in order, each with text, reward, threshold and number of attempts. */
    public List<Segment> segments() {
        return answer.result().segments();
    }

    /** Tokens, forward passes, exhausted segments and times. */
    public Counters counters() {
        return answer.result().counters();
    }

    /** Which part of the judged candidates passed the test, in [0, 1]; null if none was judged. */
    public @Nullable Double acceptanceRate() {
        long judged = counters().candidatesJudged();
        long passed = segments().stream()
                .filter(segment -> segment.judged() && !segment.exhausted())
                .count();
        return judged == 0 ? null : (double) passed / judged;
    }

    /** Why the answer ended, more exactly than {@link #finishReason}. */
    public FinishReason decodingFinishReason() {
        return answer.result().finishReason();
    }

    /** Whether temperature 0 made all attempts equal, so that nothing could be chosen. */
    public boolean greedy() {
        return answer.result().greedy();
    }

    /** Every option as it was resolved for this answer, the seed among them. */
    public DecodingOptions options() {
        return answer.options();
    }

    private static @Nullable Double known(double reward) {
        return Double.isNaN(reward) ? null : reward;
    }

    @Override
    public Builder toBuilder() {
        return ((Builder) super.toBuilder(builder())).answer(answer);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof CardsChatResponseMetadata that && answer.equals(that.answer);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), answer);
    }

    @Override
    public String toString() {
        return "CardsChatResponseMetadata{" + super.toString() + ", reward=" + reward() + ", acceptanceRate="
                + acceptanceRate() + ", segments=" + segments().size() + ", " + counters() + "}";
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Needs {@link #answer}. */
    public static final class Builder extends ChatResponseMetadata.Builder<Builder> {

        private @Nullable CardsResponse answer;

        private Builder() {}

        public Builder answer(CardsResponse answer) {
            this.answer = answer;
            return this;
        }

        @Override
        public CardsChatResponseMetadata build() {
            return new CardsChatResponseMetadata(this);
        }
    }
}
