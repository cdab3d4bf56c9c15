package io.github.cards4j.reward.internal;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Role;
import java.util.List;

/**
 * Asks an instruct model about an answer. The question comes first and the answer last, so that all but the last words
 * stay the same while the answer grows: they are read once.
 */
public record JudgeTemplate(ChatTemplate template, String question) implements ChatTemplate {

    @Override
    public List<Piece> prompt(List<Message> conversation) {
        return answered(conversation, "", true);
    }

    /** Always closed: the question needs an end before a yes or no can follow. */
    @Override
    public List<Piece> answered(List<Message> conversation, String answer, boolean closed) {
        StringBuilder text = new StringBuilder("Judge the last answer in this conversation.\nQuestion: ")
                .append(question)
                .append("\n\nThe conversation:\n");
        for (Message message : conversation) {
            text.append(name(message.role()))
                    .append(": ")
                    .append(message.text())
                    .append('\n');
        }
        text.append("Answer: ").append(answer);
        if (closed) {
            text.append("\n\n").append(question).append(" Reply with Yes or No only.");
        }
        return template.prompt(List.of(Message.user(text.toString())));
    }

    private static String name(Role role) {
        return switch (role) {
            case SYSTEM -> "Instructions";
            case USER -> "User";
            case ASSISTANT -> "Assistant";
            case TOOL -> "Tool";
        };
    }

    @Override
    public String name() {
        return template.name() + ", asked: " + question;
    }
}
