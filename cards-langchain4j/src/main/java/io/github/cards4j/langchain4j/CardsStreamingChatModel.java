package io.github.cards4j.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's streaming chat model with decoding-time alignment: a segment is shown once it is accepted, a word at a
 * time; text that was rejected is never shown. All callbacks of a request come from one thread that is neither the caller's
 * nor the engine's, so that a slow handler delays nobody else. {@code StreamingHandle.cancel()} stops the device within one
 * step; after it no callback comes.
 *
 * <p>Once the engine has taken a request, its {@link dev.langchain4j.model.chat.response.StreamingHandle} comes as the first raw event, to
 * cancel it before there is any text. Besides the text, each accepted {@link io.github.cards4j.decoding.Segment} comes as a raw event, and each rejected {@link
 * io.github.cards4j.decoding.Candidate} if {@code reportRejected} asks for them. Responses, parameters
 * and failures are those of {@link CardsChatModel}; failures come through {@code onError}, except what is not supported,
 * which {@code chat} throws at once: LangChain4j does not tell listeners of that. While models load nobody knows whether they take
 * tools; then this comes through {@code onError} too.
 */
public final class CardsStreamingChatModel implements StreamingChatModel, AutoCloseable {

    private final ChatAdapter adapter;
    private final Executor executor;

    private CardsStreamingChatModel(Builder builder) {
        executor = builder.executor != null ? builder.executor : CallbackThreads.shared();
        adapter = builder.adapter();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        boolean reportRejected = request.parameters() instanceof CardsChatRequestParameters cards
                && Boolean.TRUE.equals(cards.reportRejected());
        CardsRequest translated;
        try {
            translated = adapter.request(request);
        } catch (UnsupportedFeatureException e) {
            throw e;
        } catch (RuntimeException e) {
            AnswerStream.refuse(ChatAdapter.translated(e), handler, executor);
            return;
        }
        new AnswerStream(adapter, translated, reportRejected, handler).run(executor);
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

        private @Nullable Executor executor;

        private Builder() {}

        /**
         * Runs the callbacks: one task for each request, which lasts as long as the answer, and begins it. A request that waits in
         * the executor's own queue has not reached the engine: it has no handle, its deadline does not run, and {@code queueCapacity}
         * does not count it. So an executor should have as many threads as answers that may be under way, and refuse more rather
         * than queue them; what it refuses is a {@code RateLimitException}. Default: daemon threads, as many as there are answers
         * under way.
         */
        public Builder executor(@Nullable Executor executor) {
            this.executor = executor;
            return this;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * @throws IllegalArgumentException if neither engine nor options are set, or both, or a default parameter is out of its range
         * @throws io.github.cards4j.model.ModelException if a model cannot be loaded
         * @throws dev.langchain4j.exception.UnsupportedFeatureException if a default parameter is not supported
         */
        public CardsStreamingChatModel build() {
            return new CardsStreamingChatModel(this);
        }
    }
}
