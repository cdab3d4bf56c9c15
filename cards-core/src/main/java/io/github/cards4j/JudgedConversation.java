package io.github.cards4j;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as the reward model reads it. Tool calls are not in it, so that no argument is ever judged; what tools
 * returned is, in the user's turns, since few reward models know another place for it and the answer is built on it.
 */
final class JudgedConversation {

    private JudgedConversation() {}

    static List<Message> of(List<Message> conversation) {
        if (conversation.stream().noneMatch(Message::ofTools)) {
            return conversation;
        }
        List<Message> judged = new ArrayList<>();
        for (Message message : conversation) {
            if (message.role() == Role.TOOL) {
                addUser(judged, message.toolName() + ": " + message.text());
            } else if (message.role() == Role.USER) {
                addUser(judged, message.text());
            } else if (!message.ofTools()) {
                judged.add(message);
            } else if (!message.text().isBlank()) {
                judged.add(Message.assistant(message.text()));
            }
        }
        return judged;
    }

    /** As {@link io.github.cards4j.template.NormalForm} has it: two user turns in a row are what many templates refuse. */
    private static void addUser(List<Message> judged, String text) {
        int last = judged.size() - 1;
        if (last >= 0 && judged.get(last).role() == Role.USER) {
            judged.set(last, Message.user(judged.get(last).text() + "\n\n" + text));
        } else {
            judged.add(Message.user(text));
        }
    }
}
