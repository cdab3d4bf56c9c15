package io.github.cards4j;

import io.github.cards4j.model.Message;
import java.util.List;

/**
 * A conversation to answer.
 *
 * @param messages at least one; the last is usually the user's
 * @param options override the engine's
 */
public record CardsRequest(List<Message> messages, GenerationOptions options) {

    public CardsRequest {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a request needs at least one message");
        }
    }

    /** A single user message, with the engine's options. */
    public static CardsRequest of(String prompt) {
        return new CardsRequest(List.of(Message.user(prompt)), GenerationOptions.none());
    }

    public CardsRequest with(GenerationOptions options) {
        return new CardsRequest(messages, options);
    }
}
