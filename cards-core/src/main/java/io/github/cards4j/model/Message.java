package io.github.cards4j.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param text what is said, or what a tool returned; special tokens of a model in it are plain text, they never act
 * @param toolCalls the tools that the assistant calls; empty for any other role
 * @param toolCallId for {@link Role#TOOL}: which call this is the result of; else null
 * @param toolName for {@link Role#TOOL}: the tool that was called; else null
 */
public record Message(
        Role role,
        String text,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId,
        @Nullable String toolName) {

    public Message {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
        toolCalls = List.copyOf(toolCalls);
        if (!toolCalls.isEmpty() && role != Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    "only the assistant calls tools, but a message of role " + role.id() + " has calls");
        }
        if ((role == Role.TOOL) != (toolCallId != null) || (role == Role.TOOL) != (toolName != null)) {
            throw new IllegalArgumentException("a tool's result, and nothing else, names a call and a tool: role "
                    + role.id() + ", call " + toolCallId + ", tool " + toolName);
        }
    }

    /** Whether it calls tools, or is what one returned. */
    public boolean ofTools() {
        return role == Role.TOOL || !toolCalls.isEmpty();
    }

    /** Text of the system, the user or the assistant. */
    public Message(Role role, String text) {
        this(role, text, List.of(), null, null);
    }

    public static Message system(String text) {
        return new Message(Role.SYSTEM, text);
    }

    public static Message user(String text) {
        return new Message(Role.USER, text);
    }

    public static Message assistant(String text) {
        return new Message(Role.ASSISTANT, text);
    }

    /**
     * The assistant calls tools.
     *
     * @param text what it says besides, may be empty
     */
    public static Message assistant(String text, List<ToolCall> toolCalls) {
        return new Message(Role.ASSISTANT, text, toolCalls, null, null);
    }

    /** What a tool returned. */
    public static Message tool(String toolCallId, String toolName, String result) {
        return new Message(Role.TOOL, result, List.of(), toolCallId, toolName);
    }
}
