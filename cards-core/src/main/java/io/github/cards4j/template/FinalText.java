package io.github.cards4j.template;

import io.github.cards4j.template.internal.FinalMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of the last message.
 *
 * @param text as it is
 * @param tagged the messages, with a tag behind that text
 */
record FinalText(String text, List<? extends Map<String, ?>> tagged) {

    /** @throws IllegalArgumentException if there is no message, or no text in the last */
    static FinalText of(List<? extends Map<String, ?>> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("there is no last message to continue");
        }
        int last = messages.size() - 1;
        Map<String, Object> message = new LinkedHashMap<>(messages.get(last));
        Object content = message.get("content");
        String text;
        if (content instanceof List<?> parts) {
            int part = lastText(parts);
            Map<Object, Object> tagged = new LinkedHashMap<>((Map<?, ?>) parts.get(part));
            text = String.valueOf(tagged.get("text"));
            tagged.put("text", text + FinalMessage.TAG);
            List<Object> changed = new ArrayList<>(parts);
            changed.set(part, tagged);
            message.put("content", changed);
        } else if (content instanceof CharSequence words) {
            text = words.toString();
            message.put("content", text + FinalMessage.TAG);
        } else {
            throw new IllegalArgumentException("the last message has no text to continue");
        }
        List<Map<String, ?>> tagged = new ArrayList<>(messages);
        tagged.set(last, message);
        return new FinalText(text, tagged);
    }

    private static int lastText(List<?> parts) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i) instanceof Map<?, ?> part && part.get("text") instanceof CharSequence) {
                return i;
            }
        }
        throw new IllegalArgumentException("the last message has no text to continue");
    }
}
