package io.github.cards4j;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.Role;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.tools.ToolChoice;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation to answer.
 *
 * @param messages at least one, those of the user not blank; the last is usually the user's, or a tool's result
 * @param options override the engine's
 * @param tools that the answer may call, their names distinct; may be empty
 * @param toolChoice whether it calls them; without tools, anything but {@code REQUIRED} means the same
 * @param profile name of the engine's {@linkplain Cards#profiles() profile} whose options count before all defaults; null for none
 * @param defaults of whoever passes requests on, such as a chat model's: they count before the engine's, and after the profile's
 */
public record CardsRequest(
        List<Message> messages,
        GenerationOptions options,
        List<ToolSpec> tools,
        ToolChoice toolChoice,
        @Nullable String profile,
        GenerationOptions defaults) {

    public CardsRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(toolChoice, "toolChoice");
        Objects.requireNonNull(defaults, "defaults");
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a request needs at least one message");
        }
        if (messages.stream()
                .anyMatch(
                        message -> message.role() == Role.USER && message.text().isBlank())) {
            throw new IllegalArgumentException("the prompt is empty: a message of the user has no text");
        }
        Set<String> names = new HashSet<>();
        for (ToolSpec tool : tools) {
            if (!names.add(tool.name())) {
                throw new IllegalArgumentException("two tools are named '" + tool.name() + "': rename one");
            }
        }
        if (toolChoice == ToolChoice.REQUIRED && tools.isEmpty()) {
            throw new IllegalArgumentException("toolChoice is REQUIRED, but there are no tools: add one");
        }
    }

    /** A conversation with the engine's defaults. */
    public CardsRequest(
            List<Message> messages, GenerationOptions options, List<ToolSpec> tools, ToolChoice toolChoice) {
        this(messages, options, tools, toolChoice, null, GenerationOptions.none());
    }

    /** A conversation without tools. */
    public CardsRequest(List<Message> messages, GenerationOptions options) {
        this(messages, options, List.of(), ToolChoice.AUTO);
    }

    /** A single user message, with the engine's options. */
    public static CardsRequest of(String prompt) {
        return new CardsRequest(List.of(Message.user(prompt)), GenerationOptions.none());
    }

    public CardsRequest with(GenerationOptions options) {
        return new CardsRequest(messages, options, tools, toolChoice, profile, defaults);
    }

    public CardsRequest with(List<ToolSpec> tools, ToolChoice toolChoice) {
        return new CardsRequest(messages, options, tools, toolChoice, profile, defaults);
    }

    /** Answered under a profile of the engine. */
    public CardsRequest withProfile(@Nullable String profile) {
        return new CardsRequest(messages, options, tools, toolChoice, profile, defaults);
    }

    /** With options that count where neither the request nor its profile sets any. */
    public CardsRequest withDefaults(GenerationOptions defaults) {
        return new CardsRequest(messages, options, tools, toolChoice, profile, defaults);
    }
}
