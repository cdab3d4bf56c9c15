package io.github.cards4j.samples.chat.page;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.cards4j.langchain4j.CardsChatRequestParameters;
import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.http.Fields;
import java.util.ArrayList;
import java.util.List;

/** What the page asks: the conversation, how strictly to judge, and perhaps a seed and a profile. */
final class Question {

    private Question() {}

    /** @throws io.github.cards4j.samples.chat.http.ApiException if a field is missing, wrong or unknown; names it */
    static ChatRequest read(Fields body, ChatAppProperties limits) {
        List<ChatMessage> messages = messages(body, limits);
        CardsChatRequestParameters parameters = CardsChatRequestParameters.builder()
                .strength(body.number("strength", 0, 1))
                .seed(body.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE))
                .profile(body.text("profile"))
                .reportRejected(limits.showRejected())
                .build();
        body.refuseOthers();
        return ChatRequest.builder().messages(messages).parameters(parameters).build();
    }

    /** The conversation, ending with a message of the user. */
    static List<ChatMessage> messages(Fields body, ChatAppProperties limits) {
        List<Fields> all = body.objects("messages");
        if (all.isEmpty()) {
            throw body.wrong("messages", "must have at least one message: say what to answer");
        }
        if (all.size() > limits.maxMessages()) {
            throw body.wrong("messages", "must have at most " + limits.maxMessages() + ": begin a new conversation");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (Fields one : all) {
            messages.add(message(one, limits));
        }
        if (!(messages.get(messages.size() - 1) instanceof UserMessage)) {
            throw body.wrong("messages", "must end with a message of the user");
        }
        return messages;
    }

    private static ChatMessage message(Fields message, ChatAppProperties limits) {
        String role = message.requiredText("role");
        String content = message.requiredText("content");
        message.refuseOthers();
        if (content.length() > limits.maxMessageCharacters()) {
            throw message.wrong("content", "must have at most " + limits.maxMessageCharacters() + " characters");
        }
        return switch (role) {
            case "user" -> {
                if (content.isBlank()) {
                    throw message.wrong("content", "is empty: say what to answer");
                }
                yield UserMessage.from(content);
            }
            case "assistant" -> AiMessage.from(content);
            default -> throw message.wrong("role", "must be user or assistant");
        };
    }
}
