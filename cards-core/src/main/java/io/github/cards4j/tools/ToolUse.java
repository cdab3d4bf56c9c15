package io.github.cards4j.tools;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.tools.internal.Conversation;
import io.github.cards4j.tools.internal.Probe;
import io.github.cards4j.tools.internal.ShortId;
import io.github.cards4j.tools.internal.ToolForm;
import io.github.cards4j.tools.internal.ToolForms;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one model is told of tools and how it calls them, found out from what its chat template makes of a tool, a call and a
 * result. Thread-safe.
 */
public final class ToolUse {

    private final String model;
    private final ChatTemplate template;
    private final Probe written;
    private final @Nullable ToolForm form;

    private ToolUse(String model, ChatTemplate template) {
        this.model = model;
        this.template = template;
        written = Probe.of(template);
        form = ToolForms.of(written);
    }

    /**
     * Renders a few probes; refuses nothing.
     *
     * @param model whose template it is, for messages
     */
    public static ToolUse of(String model, ChatTemplate template) {
        return new ToolUse(model, template);
    }

    /** Name of the form in which the model calls tools; null if it cannot. */
    public @Nullable String form() {
        return form == null || !written.takesTools() ? null : form.id();
    }

    /**
     * The conversation, with tools, by the model's own template.
     *
     * @throws IllegalArgumentException if the template takes no tools, its form of calls is unknown, a schema is not a JSON
     *     object, or an earlier call's arguments are not one
     */
    public List<Piece> prompt(List<Message> conversation, List<ToolSpec> tools) {
        if (tools.isEmpty() && conversation.stream().noneMatch(Message::ofTools)) {
            return template.prompt(conversation);
        }
        return new Conversation(conversation, required(), written.writesCalls()).prompt(template, tools);
    }

    /**
     * What an answer may be, if it may call these tools; null if it may be any text.
     *
     * @throws IllegalArgumentException as {@link #prompt}, and if a schema uses what cannot be held to; names the tool
     */
    public @Nullable Grammar grammar(List<ToolSpec> tools, ToolChoice choice) {
        return tools.isEmpty() || choice == ToolChoice.NONE
                ? null
                : required().grammar(tools, choice == ToolChoice.REQUIRED);
    }

    /**
     * The calls in a tag of an answer, whatever it holds.
     *
     * @param ids where the calls' ids come from
     * @throws ModelException if they cannot be read, or call a tool that is none of these; says what is wrong
     */
    public List<ToolCall> calls(Grammar.Tag tag, String content, List<ToolSpec> tools, RandomGenerator ids) {
        return required().read(tag, content, tools).stream()
                .map(call -> new ToolCall(ShortId.draw(ids), call.name(), call.argumentsJson()))
                .toList();
    }

    private ToolForm required() {
        if (!written.takesTools()) {
            throw new IllegalArgumentException("the chat template of " + model + " (" + template.name()
                    + ") has no place for tools: ask without tools and tool results, or use a model whose template takes"
                    + " them, such as Qwen, Hermes, Llama 3, Mistral or SmolLM");
        }
        if (form == null) {
            throw new IllegalArgumentException("the chat template of " + model + " (" + template.name()
                    + ") takes tools, but calls in a form that is not known; known are: " + ToolForms.names());
        }
        return form;
    }
}
