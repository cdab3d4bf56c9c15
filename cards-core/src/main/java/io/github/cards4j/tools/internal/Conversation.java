package io.github.cards4j.tools.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Role;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.List;
import java.util.Objects;

/**
 * A conversation, as a template of a form takes it.
 *
 * @param writesCalls whether the template writes calls by itself
 */
public record Conversation(List<Message> messages, ToolForm form, boolean writesCalls) {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @throws IllegalArgumentException if the arguments of a call are not a JSON object */
    public List<Piece> prompt(ChatTemplate template, List<ToolSpec> tools) {
        List<Message> accepted = messages.stream().map(this::accepted).toList();
        if (writesCalls) {
            return template.prompt(accepted, tools);
        }
        CallText calls = new CallText(form);
        return calls.out(template.prompt(accepted.stream().map(calls::in).toList(), tools));
    }

    /** With ids and arguments as templates and forms take them. */
    private Message accepted(Message message) {
        if (message.role() == Role.TOOL) {
            return Message.tool(
                    form.id(Objects.requireNonNull(message.toolCallId())),
                    Objects.requireNonNull(message.toolName()),
                    message.text());
        }
        return message.toolCalls().isEmpty()
                ? message
                : Message.assistant(
                        message.text(),
                        message.toolCalls().stream().map(this::accepted).toList());
    }

    private ToolCall accepted(ToolCall call) {
        return new ToolCall(form.id(call.id()), call.name(), arguments(call));
    }

    /** As they are, so that no digit changes; other providers write none as an empty text. */
    private static String arguments(ToolCall call) {
        String json = call.argumentsJson();
        if (json.isBlank()) {
            return "{}";
        }
        String what = "the arguments of call '" + call.id() + "' of tool '" + call.name() + "'";
        try {
            if (MAPPER.readTree(json).isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + " cannot be read as JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException(what + " must be a JSON object, but are: " + json);
    }
}
