package io.github.cards4j.tools.internal;

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

    public List<Piece> prompt(ChatTemplate template, List<ToolSpec> tools) {
        List<Message> accepted = messages.stream().map(this::withIds).toList();
        if (writesCalls) {
            return template.prompt(accepted, tools);
        }
        CallText calls = new CallText(form);
        return calls.out(template.prompt(accepted.stream().map(calls::in).toList(), tools));
    }

    private Message withIds(Message message) {
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
                        message.toolCalls().stream().map(this::withId).toList());
    }

    private ToolCall withId(ToolCall call) {
        return new ToolCall(form.id(call.id()), call.name(), call.argumentsJson());
    }
}
