package io.github.cards4j.template;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.template.internal.Fault;
import io.github.cards4j.template.internal.FinalMessage;
import io.github.cards4j.template.internal.Text;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The chat template that a model was published with, rendered as transformers' {@code apply_chat_template} renders it:
 * in the subset of Jinja that {@link JinjaTemplate} knows, with the model's special tokens as variables. Immutable and
 * thread-safe.
 */
public final class ModelChatTemplate implements ChatTemplate {

    /** Name of the template that is used unless another is asked for. */
    public static final String DEFAULT = "default";

    private static final String TOOL_USE = "tool_use";

    private final String model;
    private final Map<String, String> sources;
    private final Map<String, JinjaTemplate> templates;
    private final Map<String, ?> specialTokens;
    private final Map<String, ?> variables;
    private final Clock clock;
    private final String name;

    private ModelChatTemplate(
            String model,
            Map<String, String> sources,
            Map<String, JinjaTemplate> templates,
            Map<String, ?> specialTokens,
            Map<String, ?> variables,
            Clock clock,
            @Nullable String name) {
        this.model = model;
        this.sources = sources;
        this.templates = templates;
        this.specialTokens = specialTokens;
        this.variables = variables;
        this.clock = clock;
        this.name = name == null ? TemplateName.of(this, sources, variables) : name;
    }

    /**
     * Reads a model's templates.
     *
     * @param model whose they are, for messages
     * @param templates by name, at least one; {@link #DEFAULT} is used unless tools are given and there is one named
     *     {@code tool_use}
     * @param specialTokens by name, as templates know them: {@code bos_token}, {@code eos_token}, …; a value is text or a
     *     list of texts. They are the template's own text: special tokens in them act.
     * @throws ChatTemplateException if a template is malformed or uses what is unknown: says line and column
     */
    public static ModelChatTemplate of(String model, Map<String, String> templates, Map<String, ?> specialTokens) {
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("no chat template");
        }
        Map<String, JinjaTemplate> parsed = new TreeMap<>();
        templates.forEach((name, source) -> parsed.put(name, JinjaTemplate.parse(model, source)));
        Map<String, Object> tokens = new HashMap<>();
        specialTokens.forEach((name, token) -> tokens.put(name, asTemplate(token)));
        return new ModelChatTemplate(
                model, new TreeMap<>(templates), parsed, tokens, Map.of(), Clock.system(ZoneId.systemDefault()), null);
    }

    private static Object asTemplate(@Nullable Object token) {
        if (token instanceof List<?> several) {
            return several.stream().map(ModelChatTemplate::asTemplate).toList();
        }
        return Piece.template(String.valueOf(token));
    }

    /**
     * The same with these variables, which count before the special tokens and after those of a single {@link ChatInput}.
     *
     * @param variables by name: text, numbers, booleans, null, and lists and maps of those
     */
    public ModelChatTemplate with(Map<String, ?> variables) {
        return new ModelChatTemplate(model, sources, templates, specialTokens, new HashMap<>(variables), clock, null);
    }

    boolean hasToolUse() {
        return templates.containsKey(TOOL_USE);
    }

    /** The same, with a template for conversations with tools; it keeps its name. */
    ModelChatTemplate withToolUse(String source) {
        Map<String, JinjaTemplate> more = new TreeMap<>(templates);
        more.put(TOOL_USE, JinjaTemplate.parse(model, source));
        return new ModelChatTemplate(model, sources, more, specialTokens, variables, clock, name);
    }

    /** The same at this clock's time, for templates that write the date. */
    public ModelChatTemplate at(Clock clock) {
        return new ModelChatTemplate(model, sources, templates, specialTokens, variables, clock, name);
    }

    /**
     * Renders a conversation.
     *
     * @return the text in pieces that are not empty; neighbours differ in who wrote them
     * @throws ChatTemplateException if the template refuses the conversation or cannot be rendered with it
     * @throws ModelException if there is no template of the name, or none for general use
     * @throws IllegalArgumentException if a variable is of a kind that templates do not know, or a last message shall be
     *     continued that has no text
     */
    public List<Piece> render(ChatInput input) {
        if (!input.continueFinalMessage()) {
            return text(input, input.messages()).pieces();
        }
        FinalText last = FinalText.of(input.messages());
        Text rendered = text(input, last.tagged());
        try {
            return FinalMessage.cut(rendered, last.text()).pieces();
        } catch (Fault fault) {
            throw new ChatTemplateException(model, "cannot be rendered", fault);
        }
    }

    private Text text(ChatInput input, List<? extends Map<String, ?>> messages) {
        Map<String, Object> values = new HashMap<>(specialTokens);
        values.putAll(variables);
        values.putAll(input.variables());
        values.put(
                "messages", messages.stream().map(ModelChatTemplate::withRole).toList());
        values.put("tools", input.tools());
        values.put("documents", input.documents());
        values.put("add_generation_prompt", input.addGenerationPrompt());
        return template(input).text(values, clock);
    }

    private JinjaTemplate template(ChatInput input) {
        String wanted = input.template();
        if (wanted == null) {
            wanted = input.tools() != null && templates.containsKey(TOOL_USE) ? TOOL_USE : DEFAULT;
        }
        JinjaTemplate template = templates.get(wanted);
        if (template == null) {
            throw new ModelException(model + " has no chat template named '" + wanted + "', but these: "
                    + String.join(", ", templates.keySet()) + ".");
        }
        return template;
    }

    /** Templates write roles into special tokens, as in {@code <|user|>}: a role is the template's text, if it is a word. */
    private static Map<String, ?> withRole(Map<String, ?> message) {
        if (!(message.get("role") instanceof String role) || !role.matches("\\w{1,64}")) {
            return message;
        }
        Map<String, Object> marked = new LinkedHashMap<>(message);
        marked.put("role", Piece.template(role));
        return marked;
    }

    @Override
    public List<Piece> prompt(List<Message> conversation) {
        return prompt(conversation, List.of());
    }

    /**
     * The conversation with tools, in the form that transformers passes. A template named {@code tool_use} is taken for a
     * conversation that has calls, too.
     *
     * @throws IllegalArgumentException if a tool's schema or a call's arguments are not a JSON object
     */
    @Override
    public List<Piece> prompt(List<Message> conversation, List<ToolSpec> tools) {
        ChatInput input =
                ChatInput.of(messages(conversation)).withTools(tools.isEmpty() ? null : ToolJson.tools(tools));
        boolean called = conversation.stream().anyMatch(Message::ofTools);
        return render(called && hasToolUse() ? input.withTemplate(TOOL_USE) : input);
    }

    /**
     * The conversation and the answer as its last message: closed as the template closes it; open as
     * {@code continue_final_message} leaves it, or, where the template changes the answer so that this cannot be told, as
     * the prompt and the answer behind it.
     */
    @Override
    public List<Piece> answered(List<Message> conversation, String answer, boolean closed) {
        List<Map<String, Object>> messages = new ArrayList<>(messages(conversation));
        messages.add(ToolJson.message(Message.assistant(answer)));
        ChatInput input = ChatInput.of(messages);
        if (closed) {
            return render(input.closed());
        }
        Text rendered = text(input.continued(), FinalText.of(messages).tagged());
        try {
            return FinalMessage.cut(rendered, answer).pieces();
        } catch (Fault fault) {
            List<Piece> pieces = new ArrayList<>(prompt(conversation));
            pieces.add(Piece.text(answer));
            return pieces;
        }
    }

    private static List<Map<String, Object>> messages(List<Message> conversation) {
        return conversation.stream().map(ToolJson::message).toList();
    }

    /**
     * The name of a built-in format, if the template writes just the same; else one that tells apart templates and their
     * variables.
     */
    @Override
    public String name() {
        return name;
    }
}
