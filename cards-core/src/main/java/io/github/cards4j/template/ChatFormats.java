package io.github.cards4j.template;

import io.github.cards4j.model.ChatTemplate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The built-in chat formats. */
public final class ChatFormats {

    private static final Map<String, ChatTemplate> ALL = byName();

    private ChatFormats() {}

    /**
     * The chat format of this name.
     *
     * <ul>
     *   <li>{@code chatml}: every message as {@code <|im_start|>role\ntext<|im_end|>\n}, the answer opened by
     *       {@code <|im_start|>assistant\n}. No system message is added. The model must have been trained on it.
     *   <li>{@code plain}: {@code User: text} and {@code Assistant: text}, divided by blank lines, a system message
     *       first and without a name, no special tokens. For models without a chat format of their own.
     * </ul>
     *
     * @throws IllegalArgumentException for any other name; the message lists these
     */
    public static ChatTemplate of(String id) {
        ChatTemplate format = ALL.get(id);
        if (format == null) {
            throw new IllegalArgumentException("Unknown chat format '" + id
                    + "'. Use auto, for the model's own, or one of: " + String.join(", ", ALL.keySet()) + ".");
        }
        return format;
    }

    /**
     * The special tokens that a format writes. A model whose tokenizer lacks one was not trained on the format.
     *
     * @throws IllegalArgumentException for an unknown name; the message lists the known ones
     */
    public static List<String> tokens(String id) {
        return of(id) instanceof ChatMl ? ChatMl.TOKENS : List.of();
    }

    static Collection<ChatTemplate> all() {
        return ALL.values();
    }

    private static Map<String, ChatTemplate> byName() {
        Map<String, ChatTemplate> all = new LinkedHashMap<>();
        for (ChatTemplate format : new ChatTemplate[] {new ChatMl(), new PlainFormat()}) {
            all.put(format.name(), format);
        }
        return all;
    }
}
