package io.github.cards4j.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.github.cards4j.Cards;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Counts tokens by the language model's own tokenizer and chat template: for a chat memory that forgets what no longer fits,
 * and for splitting documents.
 *
 * <pre>{@code
 * int room = engine.contextLength() - 256; // the rest is for the answer
 * ChatMemory memory = TokenWindowChatMemory.withMaxTokens(room, new CardsTokenCountEstimator(engine));
 * }</pre>
 *
 * <p>A conversation is counted exactly, as its prompt, with the tools that the estimator was made with: an agent's prompts hold
 * them. One that begins with an answer, say, counts in the form that is sent where the model's template wants a question first. Where
 * the template refuses that too, it counts as the sum of its texts, its calls and the tools, and 16 tokens for each of these. A single message counts as its text alone: a memory that subtracts messages from
 * a conversation then keeps at most what fits.
 */
public final class CardsTokenCountEstimator implements TokenCountEstimator {

    /** More than any template known puts around a message. */
    static final int FRAME = 16;

    private final Cards engine;
    private final List<ToolSpec> tools;

    /** @param engine open as long as the estimator is used */
    public CardsTokenCountEstimator(Cards engine) {
        this(engine, List.of());
    }

    /**
     * For conversations in which the model is told of tools.
     *
     * @param engine open as long as the estimator is used
     * @throws IllegalArgumentException if a tool's name cannot be used, or its parameters cannot be read
     */
    public CardsTokenCountEstimator(Cards engine, List<ToolSpecification> tools) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.tools = Tools.of(tools);
    }

    @Override
    public int estimateTokenCountInText(String text) {
        return engine.countTokens(text);
    }

    /**
     * @throws dev.langchain4j.exception.UnsupportedFeatureException if it holds anything but text
     * @throws IllegalArgumentException if it calls a tool without a name
     */
    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return Messages.of(List.of(message)).stream()
                .mapToInt(one -> engine.countTokens(one.text()))
                .sum();
    }

    /**
     * @throws dev.langchain4j.exception.UnsupportedFeatureException if one holds anything but text
     * @throws IllegalArgumentException if one calls a tool without a name
     */
    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        List<ChatMessage> all = new ArrayList<>();
        messages.forEach(all::add);
        try {
            return engine.countTokens(Messages.of(all), tools);
        } catch (IllegalArgumentException refused) {
            List<String> texts = new ArrayList<>();
            for (ChatMessage message : all) {
                for (Message one : Messages.of(List.of(message))) {
                    texts.add(one.text());
                    one.toolCalls().forEach(call -> texts.add(call.name() + call.argumentsJson()));
                }
            }
            tools.forEach(tool -> texts.add(
                    tool.name() + Objects.requireNonNullElse(tool.description(), "") + tool.parametersJsonSchema()));
            return texts.stream()
                    .mapToInt(text -> FRAME + engine.countTokens(text))
                    .sum();
        }
    }
}
