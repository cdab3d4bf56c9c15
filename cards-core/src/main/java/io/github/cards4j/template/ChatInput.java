package io.github.cards4j.template;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a chat template is rendered with: the arguments of transformers' {@code apply_chat_template}.
 *
 * @param messages each with {@code role}, {@code content}, and what else a template reads ({@code tool_calls}, …): text,
 *     numbers, booleans, null, lists and maps. A role is the application's word; all other text counts as a person's or a
 *     model's, so that special tokens in it do not act.
 * @param tools descriptions of functions, in JSON Schema; null for none
 * @param documents for answers from documents; null for none
 * @param addGenerationPrompt whether an answer shall follow
 * @param continueFinalMessage whether the last message goes on: nothing is rendered behind it
 * @param template name of one of several templates; null for the usual one
 * @param variables further variables of the template, such as {@code enable_thinking}
 */
public record ChatInput(
        List<? extends Map<String, ?>> messages,
        @Nullable List<? extends Map<String, ?>> tools,
        @Nullable List<? extends Map<String, ?>> documents,
        boolean addGenerationPrompt,
        boolean continueFinalMessage,
        @Nullable String template,
        Map<String, ?> variables) {

    /** @throws IllegalArgumentException if both an answer and more of the last message shall follow */
    public ChatInput {
        if (addGenerationPrompt && continueFinalMessage) {
            throw new IllegalArgumentException(
                    "addGenerationPrompt begins an answer, continueFinalMessage goes on with the"
                            + " last message: choose one");
        }
        messages = List.copyOf(messages);
        variables = Collections.unmodifiableMap(new HashMap<>(variables));
    }

    /** A conversation that an answer follows. */
    public static ChatInput of(List<? extends Map<String, ?>> messages) {
        return new ChatInput(messages, null, null, true, false, null, Map.of());
    }

    public ChatInput withTools(@Nullable List<? extends Map<String, ?>> tools) {
        return new ChatInput(
                messages, tools, documents, addGenerationPrompt, continueFinalMessage, template, variables);
    }

    public ChatInput withDocuments(@Nullable List<? extends Map<String, ?>> documents) {
        return new ChatInput(
                messages, tools, documents, addGenerationPrompt, continueFinalMessage, template, variables);
    }

    /** A conversation that ends here: nothing is begun behind it. */
    public ChatInput closed() {
        return new ChatInput(messages, tools, documents, false, false, template, variables);
    }

    /** A conversation whose last message goes on. */
    public ChatInput continued() {
        return new ChatInput(messages, tools, documents, false, true, template, variables);
    }

    public ChatInput withTemplate(@Nullable String template) {
        return new ChatInput(
                messages, tools, documents, addGenerationPrompt, continueFinalMessage, template, variables);
    }

    public ChatInput withVariables(Map<String, ?> variables) {
        return new ChatInput(
                messages, tools, documents, addGenerationPrompt, continueFinalMessage, template, variables);
    }
}
