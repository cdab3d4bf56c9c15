package io.github.cards4j.checkpoint;

import io.github.cards4j.checkpoint.internal.ChatTemplateReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The chat templates in a model folder, and the special tokens that they may write.
 *
 * @param templates their text by name, {@code default} for the usual one; empty if the model has none
 * @param specialTokens by name, such as {@code bos_token}: a text, or a {@link List} of texts
 */
public record ChatTemplateFiles(Map<String, String> templates, Map<String, Object> specialTokens) {

    public ChatTemplateFiles {
        templates = Map.copyOf(templates);
        specialTokens = Map.copyOf(specialTokens);
    }

    /**
     * Reads {@code chat_template.jinja} and {@code additional_chat_templates/*.jinja}, or, where there are none,
     * {@code chat_template} of {@code tokenizer_config.json}, one text or several with names; tokens from
     * {@code tokenizer_config.json} and {@code special_tokens_map.json}. All these files may be missing. As transformers
     * does it.
     *
     * @throws io.github.cards4j.model.ModelException if a file is malformed or cannot be read
     */
    public static ChatTemplateFiles read(Path folder) {
        return ChatTemplateReader.read(folder);
    }
}
