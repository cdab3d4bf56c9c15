package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One answer in OpenAI's words, whole and in pieces. */
final class Completion {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String id = "chatcmpl-" + UUID.randomUUID();
    private final long created = Instant.now().getEpochSecond();
    private final String model;
    private final List<ChatMessage> asked;
    private final TokenCountEstimator tokens;

    /**
     * @param asked the conversation
     * @param tokens counts what nobody has counted: the tokens of an answer that was held back
     */
    Completion(String model, List<ChatMessage> asked, TokenCountEstimator tokens) {
        this.model = model;
        this.asked = asked;
        this.tokens = tokens;
    }

    ObjectNode whole(ChatResponse response) {
        ObjectNode whole = document("chat.completion");
        ObjectNode message = choice(whole, finishReason(response)).putObject("message");
        AiMessage answer = response.aiMessage();
        message.put("role", "assistant").put("content", answer.text()).putNull("refusal");
        if (answer.hasToolExecutionRequests()) {
            ArrayNode calls = message.putArray("tool_calls");
            answer.toolExecutionRequests().forEach(call -> fill(calls.addObject(), call));
        }
        whole.set("usage", usage(response));
        whole.set("cards", Figures.of(response));
        return whole;
    }

    /** What is left of an answer that was held back, because nothing good enough was found. */
    ObjectNode filtered() {
        ObjectNode whole = document("chat.completion");
        ObjectNode message = choice(whole, "content_filter").putObject("message");
        message.put("role", "assistant").put("content", "").putNull("refusal");
        whole.set("usage", filteredUsage(""));
        return whole;
    }

    ObjectNode piece(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = document("chat.completion.chunk");
        choice(chunk, finishReason).set("delta", delta);
        return chunk;
    }

    ObjectNode lastPiece(ChatResponse response) {
        ObjectNode chunk = piece(JSON.objectNode(), finishReason(response));
        chunk.set("cards", Figures.of(response));
        return chunk;
    }

    ObjectNode usagePiece(ChatResponse response) {
        return usagePiece(usage(response));
    }

    /** @param shown what had been sent before the rest was held back */
    ObjectNode filteredUsagePiece(String shown) {
        return usagePiece(filteredUsage(shown));
    }

    private ObjectNode usagePiece(ObjectNode usage) {
        ObjectNode chunk = document("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage);
        return chunk;
    }

    private ObjectNode filteredUsage(String shown) {
        return usage(new TokenUsage(
                tokens.estimateTokenCountInMessages(asked),
                shown.isEmpty() ? 0 : tokens.estimateTokenCountInText(shown)));
    }

    static ObjectNode call(int index, ToolExecutionRequest call) {
        ObjectNode delta = JSON.objectNode();
        fill(delta.putArray("tool_calls").addObject().put("index", index), call);
        return delta;
    }

    private ObjectNode document(String kind) {
        return JSON.objectNode()
                .put("id", id)
                .put("object", kind)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode choice(ObjectNode document, @Nullable String finishReason) {
        return document.putArray("choices")
                .addObject()
                .put("index", 0)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
    }

    private static void fill(ObjectNode node, ToolExecutionRequest call) {
        node.put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }

    private static ObjectNode usage(ChatResponse response) {
        return usage(response.metadata().tokenUsage());
    }

    private static ObjectNode usage(TokenUsage usage) {
        return JSON.objectNode()
                .put("prompt_tokens", usage.inputTokenCount())
                .put("completion_tokens", usage.outputTokenCount())
                .put("total_tokens", usage.totalTokenCount());
    }

    private static String finishReason(ChatResponse response) {
        FinishReason reason = response.metadata().finishReason();
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_EXECUTION -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            // OTHER is the deadline, which is a length too
            case LENGTH, OTHER -> "length";
        };
    }
}
