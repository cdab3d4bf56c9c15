package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of both models share. An engine given by {@link #engine} stays its owner's; one that is opened from
 * {@link #options} belongs to the model, which then has to be closed.
 *
 * @param <B> the builder's own type
 */
public abstract sealed class CardsModelBuilder<B extends CardsModelBuilder<B>>
        permits CardsChatModel.Builder, CardsStreamingChatModel.Builder {

    private final EngineSource engine = new EngineSource();
    private final CardsChatRequestParameters.Builder parameters = CardsChatRequestParameters.builder();
    private List<ChatModelListener> listeners = List.of();

    CardsModelBuilder() {}

    /** An engine that is open: several models may share one. */
    public B engine(Cards engine) {
        this.engine.share(engine);
        return self();
    }

    /** Opens an engine for this model alone. */
    public B options(CardsOptions options) {
        engine.open(options);
        return self();
    }

    /** In [0, 1], the one dial most people need; 0 is plain decoding, default 0.5. */
    public B strength(@Nullable Double strength) {
        parameters.strength(strength);
        return self();
    }

    /** Hard: nothing below it is ever accepted. Default none. */
    public B rewardFloor(@Nullable Double rewardFloor) {
        parameters.rewardFloor(rewardFloor);
        return self();
    }

    public B temperature(@Nullable Double temperature) {
        parameters.temperature(temperature);
        return self();
    }

    public B topP(@Nullable Double topP) {
        parameters.topP(topP);
        return self();
    }

    public B topK(@Nullable Integer topK) {
        parameters.topK(topK);
        return self();
    }

    public B maxOutputTokens(@Nullable Integer maxOutputTokens) {
        parameters.maxOutputTokens(maxOutputTokens);
        return self();
    }

    public B stopSequences(List<String> stopSequences) {
        parameters.stopSequences(stopSequences);
        return self();
    }

    /** Fixes every random number; default: a new one for each answer. */
    public B seed(@Nullable Long seed) {
        parameters.seed(seed);
        return self();
    }

    /**
     * Defaults of every request, those of CARDS too if they are {@link CardsChatRequestParameters}; they override what this
     * builder was told before.
     */
    public B defaultRequestParameters(ChatRequestParameters defaults) {
        parameters.overrideWith(defaults);
        return self();
    }

    public B listeners(List<ChatModelListener> listeners) {
        this.listeners = List.copyOf(listeners);
        return self();
    }

    public B listeners(ChatModelListener... listeners) {
        return listeners(List.of(listeners));
    }

    abstract B self();

    ChatAdapter adapter() {
        return engine.make(open -> new ChatAdapter(open, parameters.build(), listeners));
    }
}
