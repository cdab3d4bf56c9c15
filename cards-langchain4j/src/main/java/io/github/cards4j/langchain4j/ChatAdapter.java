package io.github.cards4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.EngineState;
import io.github.cards4j.Generation;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.QueueFullException;
import io.github.cards4j.decoding.AttemptsExhaustedException;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One engine, as both models see it: requests and responses translated, and what is not supported refused by name. */
final class ChatAdapter implements AutoCloseable {

    private final ModelEngine engine;
    private final CardsChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;

    /**
     * @throws UnsupportedFeatureException if a default is not supported; names it
     * @throws IllegalArgumentException if one is out of its range, or cannot be read
     */
    ChatAdapter(ModelEngine engine, CardsChatRequestParameters defaults, List<ChatModelListener> listeners) {
        this.engine = engine;
        this.listeners = listeners;
        refuseUnsupported(defaults, engine.cards());
        var unused = defaults.generationOptions();
        var unusedToo = profile(defaults);
        this.defaults = CardsChatRequestParameters.builder()
                .modelName(modelName())
                .overrideWith(defaults)
                .build()
                .asDefaults();
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
     * @throws InvalidRequestException if a parameter is out of its range, a schema or a message cannot be read, or a user's
     *     message is empty
     */
    CardsRequest request(ChatRequest request) {
        try {
            refuseUnsupported(request.parameters(), engine.cards());
            List<Message> messages = Messages.of(request.messages());
            Messages.refuseEmptyQuestions(messages);
            if (messages.stream().anyMatch(Message::ofTools)) {
                requireTools("a message with tool calls or their results", engine.cards());
            }
            CardsChatRequestParameters.Layers layers = layers(request.parameters());
            return new CardsRequest(
                    messages,
                    options(layers.asked(), ResponseFormats.grammar(request.responseFormat())),
                    Tools.of(request.toolSpecifications()),
                    Tools.of(request.toolChoice()),
                    profile(layers),
                    options(layers.defaults(), null));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private static void refuseUnsupported(ChatRequestParameters parameters, Cards engine) {
        CardsChatRequestParameters.refuseForeign(parameters);
        String other = parameters.modelName();
        if (other != null
                && !other.equals(engine.modelName())
                && !engine.profiles().containsKey(other)) {
            throw new UnsupportedFeatureException("'modelName' parameter '" + other
                    + "' is not supported: the engine has loaded '" + engine.modelName() + "'"
                    + profiles(engine));
        }
        refuse("frequencyPenalty", parameters.frequencyPenalty());
        refuse("presencePenalty", parameters.presencePenalty());
        refuseTools(parameters, engine);
        var unused = ResponseFormats.grammar(parameters.responseFormat());
    }

    private static String profiles(Cards engine) {
        Set<String> names = engine.profiles().keySet();
        return names.isEmpty() ? "" : ", and its profiles are " + new TreeSet<>(names);
    }

    private static CardsChatRequestParameters.Layers layers(ChatRequestParameters parameters) {
        return parameters instanceof CardsChatRequestParameters cards
                ? cards.layers()
                : new CardsChatRequestParameters.Layers(CardsChatRequestParameters.EMPTY, parameters);
    }

    /** A response format of the request replaces a default one, free text too: one grammar is of both, or none. */
    private static GenerationOptions options(ChatRequestParameters parameters, @Nullable Grammar grammar) {
        return CardsChatRequestParameters.generationOptions(parameters).toBuilder()
                .grammar(grammar)
                .build();
    }

    /** Of a request that names the loaded model, a default name does not count. */
    private @Nullable String profile(CardsChatRequestParameters.Layers layers) {
        String asked = profile(layers.asked());
        String model = layers.asked().modelName();
        return asked != null ? asked : model != null ? layers.defaults().profile() : profile(layers.defaults());
    }

    /**
     * The parameter of that name, or else the model's name, which may be a profile's.
     *
     * @throws IllegalArgumentException if the two name different profiles
     */
    private @Nullable String profile(ChatRequestParameters parameters) {
        String own = parameters instanceof CardsChatRequestParameters cards ? cards.profile() : null;
        String model = parameters.modelName();
        if (model == null || model.equals(modelName())) {
            return own;
        }
        if (own != null && !own.equals(model)) {
            throw new IllegalArgumentException("'profile' is '" + own + "' and 'modelName' is the profile '" + model
                    + "', but one answer has one profile: set one of them");
        }
        return model;
    }

    private static void refuseTools(ChatRequestParameters parameters, Cards engine) {
        if (parameters.toolChoice() == ToolChoice.REQUIRED) {
            requireTools("ToolChoice.REQUIRED", engine);
        } else if (!parameters.toolSpecifications().isEmpty() && parameters.toolChoice() != ToolChoice.NONE) {
            requireTools("'tools' parameter", engine);
        }
    }

    /** While models load nobody can tell; then the engine does, and {@link #failure} says the same. */
    private static void requireTools(String what, Cards engine) {
        if (engine.state() == EngineState.READY && engine.toolForm() == null) {
            throw new UnsupportedFeatureException(what + " is not supported by " + engine.modelName()
                    + ": its chat template takes no tools, or calls them in an unknown form. Use a model whose template"
                    + " does, such as Qwen, Hermes, Llama 3, Mistral or SmolLM");
        }
    }

    private static void refuse(String name, @Nullable Object value) {
        if (value != null) {
            throw new UnsupportedFeatureException("'" + name + "' parameter is not supported");
        }
    }

    /** Tells apart what is thought and what is said in an answer that has begun. */
    Thoughts thoughts(Generation begun, Consumer<String> thought, Consumer<String> said) {
        return new Thoughts(beginsInThought(begun.options()), thought, said);
    }

    /** JSON is no thought, even where the template opens one: be it the request, its profile or a default that asks for it. */
    private boolean beginsInThought(@Nullable DecodingOptions options) {
        Grammar grammar = options == null ? null : options.grammar();
        return (grammar == null || !grammar.wholeText()) && engine.cards().opensThought();
    }

    ChatResponse response(CardsResponse answer) {
        int accepted = answer.result().tokens().size();
        String replacement = replacement(answer);
        String own = answer.text().substring(0, answer.text().length() - replacement.length());
        return ChatResponse.builder()
                .aiMessage(aiMessage(
                        answer, Thoughts.of(accepted > 0 && beginsInThought(answer.options()), own, replacement)))
                .metadata(CardsChatResponseMetadata.builder()
                        .id("cards-" + UUID.randomUUID())
                        .modelName(modelName())
                        .tokenUsage(new TokenUsage(answer.promptTokens(), accepted))
                        .finishReason(finishReason(answer))
                        .answer(answer)
                        .build())
                .build();
    }

    /** The configured sentence at the end of an answer, and the space before it; empty if there is none. */
    private static String replacement(CardsResponse answer) {
        if (!replaced(answer)) {
            return "";
        }
        int own = answer.result().segments().stream()
                .mapToInt(segment -> segment.text().length())
                .sum();
        return answer.text().substring(own);
    }

    static boolean replaced(CardsResponse answer) {
        return answer.result().finishReason() == io.github.cards4j.decoding.FinishReason.REPLACED;
    }

    private static AiMessage aiMessage(CardsResponse answer, Thoughts.Split split) {
        List<ToolExecutionRequest> calls =
                answer.toolCalls().stream().map(Tools::request).toList();
        return AiMessage.builder()
                .text(!calls.isEmpty() && split.said().isBlank() ? null : split.said())
                .thinking(split.thought())
                .toolExecutionRequests(calls)
                .build();
    }

    private static FinishReason finishReason(CardsResponse answer) {
        return switch (answer.result().finishReason()) {
            case END_OF_SEQUENCE, STOP_SEQUENCE ->
                answer.toolCalls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_EXECUTION;
            case LENGTH -> FinishReason.LENGTH;
            case EXHAUSTED, REPLACED -> FinishReason.CONTENT_FILTER;
            case DEADLINE, CANCELLED -> FinishReason.OTHER;
        };
    }

    /** As {@link #translated}, for a request that may have been taken before the models were there. */
    RuntimeException failure(CardsRequest request, Throwable failure) {
        RuntimeException e = translated(failure);
        boolean tools = request.messages().stream().anyMatch(Message::ofTools)
                || !request.tools().isEmpty() && request.toolChoice() != io.github.cards4j.tools.ToolChoice.NONE;
        if (tools && e instanceof InvalidRequestException) {
            try {
                requireTools("a request with tools, calls or their results", engine.cards());
            } catch (UnsupportedFeatureException unsupported) {
                return unsupported;
            }
        }
        return e;
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
