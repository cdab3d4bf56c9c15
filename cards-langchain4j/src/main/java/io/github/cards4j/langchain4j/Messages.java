package io.github.cards4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.ChatRequestValidationUtils;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Role;
import java.util.List;
import java.util.stream.Collectors;

/** LangChain4j's messages as the engine's: text, tool calls and their results. */
final class Messages {

    private Messages() {}

    static List<Message> of(List<ChatMessage> messages) {
        ChatRequestValidationUtils.validateMessages(messages);
        return messages.stream().map(Messages::of).toList();
    }

    /**
     * An answer, or what a tool returned, may be empty; a question may not.
     *
     * @throws IllegalArgumentException if a user's message has no text
     */
    static void refuseEmptyQuestions(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.USER && message.text().isBlank()) {
                throw new IllegalArgumentException("message " + (i + 1) + " of " + messages.size()
                        + " is a UserMessage without text: say what to answer");
            }
        }
    }

    private static Message of(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return Message.system(system.text());
        }
        if (message instanceof UserMessage user) {
            return Message.user(text(user.contents()));
        }
        if (message instanceof AiMessage ai) {
            return Message.assistant(
                    ai.text() == null ? "" : ai.text(),
                    ai.toolExecutionRequests().stream().map(Tools::call).toList());
        }
        if (message instanceof ToolExecutionResultMessage result) {
            String tool = result.toolName() == null ? "tool" : result.toolName();
            return Message.tool(Tools.id(result.id(), tool), tool, text(result.contents()));
        }
        throw new UnsupportedFeatureException(
                "a message of type " + message.getClass().getSimpleName() + " is not supported");
    }

    private static String text(List<Content> contents) {
        return contents.stream().map(Messages::text).collect(Collectors.joining("\n"));
    }

    private static String text(Content content) {
        if (content instanceof TextContent text) {
            return text.text();
        }
        throw new UnsupportedFeatureException("non-text content of type " + content.type() + " is not supported");
    }
}
