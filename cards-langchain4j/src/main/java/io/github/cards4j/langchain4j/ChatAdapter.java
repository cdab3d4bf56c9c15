package io.github.cards4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.ChatRequestValidationUtils;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.QueueFullException;
import io.github.cards4j.decoding.AttemptsExhaustedException;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One engine, as both models see it: requests and responses translated, and what is not supported refused by name. */
final class ChatAdapter implements AutoCloseable {

    private final ModelEngine engine;
    private final CardsChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;

    ChatAdapter(ModelEngine engine, CardsChatRequestParameters defaults, List<ChatModelListener> listeners) {
        this.engine = engine;
        this.listeners = listeners;
        refuseUnsupported(defaults, modelName());
        this.defaults = CardsChatRequestParameters.builder()
                .overrideWith(defaults)
                .modelName(modelName())
                .build();
    }

    Cards engine() {
        return engine.cards();
    }

    private String modelName() {
        return engine.cards().modelName();
    }

    CardsChatRequestParameters defaults() {
        return defaults;
    }

    List<ChatModelListener> listeners() {
        return listeners;
    }

    /**
     * @throws UnsupportedFeatureException if a message or a parameter is not supported; names it
     * @throws InvalidRequestException if a parameter is out of its range, or a user's message is empty
     */
    CardsRequest request(ChatRequest request) {
        refuseUnsupported(request.parameters(), modelName());
        try {
            List<Message> messages = Messages.of(request.messages());
            Messages.refuseEmptyQuestions(messages);
            return new CardsRequest(messages, CardsChatRequestParameters.generationOptions(request.parameters()));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private static void refuseUnsupported(ChatRequestParameters parameters, String modelName) {
        String other = parameters.modelName();
        if (other != null && !other.equals(modelName)) {
            throw new UnsupportedFeatureException("'modelName' parameter '" + other
                    + "' is not supported: the engine has loaded '" + modelName + "'");
        }
        refuse("frequencyPenalty", parameters.frequencyPenalty());
        refuse("presencePenalty", parameters.presencePenalty());
        // A tool choice comes with tools, and is the more telling of the two.
        ChatRequestValidationUtils.validate(parameters.toolChoice());
        ChatRequestValidationUtils.validate(parameters.toolSpecifications());
        var unused = ResponseFormats.grammar(parameters.responseFormat());
    }

    private static void refuse(String name, @Nullable Object value) {
        if (value != null) {
            throw new UnsupportedFeatureException("'" + name + "' parameter is not supported");
        }
    }

    ChatResponse response(CardsResponse answer) {
        int accepted = answer.result().tokens().size();
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(answer.text()))
                .metadata(CardsChatResponseMetadata.builder()
                        .id("cards-" + UUID.randomUUID())
                        .modelName(modelName())
                        .tokenUsage(new TokenUsage(answer.promptTokens(), accepted))
                        .finishReason(finishReason(answer.result().finishReason()))
                        .answer(answer)
                        .build())
                .build();
    }

    private static FinishReason finishReason(io.github.cards4j.decoding.FinishReason reason) {
        return switch (reason) {
            case END_OF_SEQUENCE, STOP_SEQUENCE -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case EXHAUSTED, REPLACED -> FinishReason.CONTENT_FILTER;
            case DEADLINE, CANCELLED -> FinishReason.OTHER;
        };
    }

    /** The engine's failures as LangChain4j names them; the others stay what they are. */
    static RuntimeException translated(Throwable failure) {
        Throwable e =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (e instanceof QueueFullException) {
            return new RateLimitException(e);
        }
        if (e instanceof AttemptsExhaustedException) {
            return new ContentFilteredException(e);
        }
        if (e instanceof ModelException) {
            return new InternalServerException(e);
        }
        if (e instanceof IllegalArgumentException) {
            return new InvalidRequestException(e);
        }
        return e instanceof RuntimeException unchecked ? unchecked : new InternalServerException(e);
    }

    @Override
    public void close() {
        engine.close();
    }
}
