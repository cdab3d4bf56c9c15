package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.Generation;
import io.github.cards4j.decoding.DecodingListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * LangChain4j's chat model with decoding-time alignment. Thread-safe; requests that run at the same time share the device.
 *
 * <pre>{@code
 * ChatModel model = CardsChatModel.builder()
 *         .options(CardsOptions.builder().llm("models/llm").reward("models/reward").build())
 *         .strength(0.7)
 *         .build();
 * }</pre>
 *
 * <p>Its responses carry {@link CardsChatResponseMetadata}; requests may carry {@link CardsChatRequestParameters}. The
 * thought that a reasoning model's answer begins with is the message's {@code thinking}, and no part of its text. The
 * finish reason is {@code CONTENT_FILTER} where the answer was ended or replaced because attempts ran out. Failures:
 * {@code UnsupportedFeatureException} for images, penalties, JSON schemas that cannot be held to, and tools that the model cannot be told of; {@code
 * InvalidRequestException} for options that do not fit and prompts that are too long; {@code RateLimitException} when the
 * engine's queue is full; {@code ContentFilteredException} when attempts ran out under {@code onExhausted=fail}.
 */
public final class CardsChatModel implements ChatModel, AutoCloseable {

    private final ChatAdapter adapter;

    private CardsChatModel(Builder builder) {
        adapter = builder.adapter();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        var translated = adapter.request(request);
        try {
            return adapter.response(adapter.engine().generate(translated));
        } catch (RuntimeException e) {
            throw adapter.failure(translated, e);
        }
    }

    /**
     * Overrides LangChain4j's method of this name from 1.20 on. Waits neither for the answer nor for models that load. Once they are
     * loaded, the calling thread prepares the request as {@link Cards#start} does: milliseconds, but up to a second or so for the
     * engine's first tools or response format. A thread that must not be held up, such as an event loop's, leaves the first such call
     * to another.
     *
     * <p>Cancelling the future, or a timeout of it, stops the answer; of the future that LangChain4j's {@code chatAsync} returns, only
     * cancelling does.
     */
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        CardsRequest translated;
        Generation generation;
        try {
            translated = adapter.request(request);
            generation = adapter.engine().start(translated, DecodingListener.NONE);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(ChatAdapter.translated(e));
        }
        // Another thread completes it: what callers attach must not run on the engine's.
        CompletableFuture<ChatResponse> response = generation.future().handleAsync((answer, failure) -> {
            if (failure != null) {
                throw adapter.failure(translated, failure);
            }
            return adapter.response(answer);
        });
        // Whoever ends it early, by a cancel or a timeout, wants no answer any more; after the end a cancel does
        // nothing.
        var unused =
                response.whenComplete((answer, failure) -> generation.future().cancel(true));
        return response;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return adapter.defaults();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return ResponseFormats.CAPABILITIES;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return adapter.listeners();
    }

    /** The engine that answers. */
    public Cards engine() {
        return adapter.engine();
    }

    /** Closes the engine if this model opened it. */
    @Override
    public void close() {
        adapter.close();
    }

    /** Builds the model. */
    public static final class Builder extends CardsModelBuilder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * @throws IllegalArgumentException if neither engine nor options are set, or both, or a default parameter is out of its range
         * @throws io.github.cards4j.model.ModelException if a model cannot be loaded
         * @throws dev.langchain4j.exception.UnsupportedFeatureException if a default parameter is not supported
         */
        public CardsChatModel build() {
            return new CardsChatModel(this);
        }
    }
}
