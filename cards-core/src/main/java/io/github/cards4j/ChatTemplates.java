package io.github.cards4j;

import io.github.cards4j.checkpoint.ChatTemplateFiles;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.template.ChatFormats;
import io.github.cards4j.template.ModelChatTemplate;
import io.github.cards4j.template.ToolTemplates;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How conversations are written down for the model in a folder. */
public final class ChatTemplates {

    private static final Logger LOG = LoggerFactory.getLogger(Cards.class);

    private ChatTemplates() {}

    /** As {@link #of(String, Path, Map)}, without variables. */
    public static ChatTemplate of(String format, Path folder) {
        return of(format, folder, Map.of());
    }

    /**
     * The chat template for the model in a folder.
     *
     * @param format {@code auto}: the model's own; without one, {@code chatml} if its tokenizer has that format's tokens, else
     *     {@code plain}. Or {@code chatml} or {@code plain}: see {@link ChatFormats#of}
     * @param folder in the Hugging Face layout
     * @param variables of the model's own template, such as {@code enable_thinking}: text, numbers, booleans, null, and
     *     lists and maps of those
     * @throws ModelException if the model's template cannot be read, or its tokenizer lacks what the format writes
     * @throws IllegalArgumentException for another format, or for variables where no template can read them
     */
    public static ChatTemplate of(String format, Path folder, Map<String, ?> variables) {
        return of("chatFormat", format, folder, variables);
    }

    static ChatTemplate of(String option, String format, Path folder, Map<String, ?> variables) {
        if (!format.equals(CardsOptions.DEFAULT_CHAT_FORMAT)) {
            ChatTemplate builtIn = ChatFormats.of(format);
            refuse(variables, "option " + option + " is '" + format + "', a built-in format");
            requireTokens(option, format, folder);
            return builtIn;
        }
        ChatTemplateFiles files = ChatTemplateFiles.read(folder);
        if (!files.templates().isEmpty()) {
            return ToolTemplates.complete(
                    ModelChatTemplate.of(folder.toString(), files.templates(), files.specialTokens())
                            .with(variables));
        }
        refuse(variables, "the model in " + folder + " has no chat template");
        boolean chatml = ChatFormats.tokens("chatml").stream().allMatch(token -> Tokenizers.hasToken(folder, token));
        ChatTemplate usual = ChatFormats.of(chatml ? "chatml" : "plain");
        LOG.info("The model in {} has no chat template: {} '{}' is used", folder, option, usual.name());
        return usual;
    }

    private static void refuse(Map<String, ?> variables, String why) {
        if (!variables.isEmpty()) {
            throw new IllegalArgumentException("chatVariables " + variables.keySet() + " are set, but " + why
                    + ": nothing would read them. Leave them unset.");
        }
    }

    private static void requireTokens(String option, String format, Path folder) {
        for (String token : ChatFormats.tokens(format)) {
            if (!Tokenizers.hasToken(folder, token)) {
                throw new ModelException("Option " + option + " is '" + format + "', which writes " + token
                        + ", but the tokenizer in " + folder + " has no such token. Set " + option
                        + " to a format that the model was trained on, or to 'auto' or 'plain'.");
            }
        }
    }
}
