package io.github.cards4j.tools.internal;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a template makes of a tool, a call and a result: it says more than the template's source.
 *
 * @param described a question with a tool
 * @param called the same, and a call of the tool with its result
 */
public record Probe(String described, String called) {

    static final String TOOL = "probe_tool";
    private static final String PLACE = "probe_place";

    private static final List<ToolSpec> TOOLS = List.of(new ToolSpec(
            TOOL,
            "Probes.",
            "{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\",\"description\":\"Where.\"}}}"));

    /** Nine letters and digits, as Mistral's templates want it. */
    private static final ToolCall CALL = new ToolCall("probe0001", TOOL, "{\"place\":\"" + PLACE + "\"}");

    private static final List<Message> QUESTION = List.of(Message.user("Where?"));
    private static final List<Message> ANSWERED = List.of(
            QUESTION.get(0), Message.assistant("", List.of(CALL)), Message.tool(CALL.id(), TOOL, "probe_result"));

    public static Probe of(ChatTemplate template) {
        return new Probe(text(template, QUESTION), text(template, ANSWERED));
    }

    private static String text(ChatTemplate template, List<Message> conversation) {
        try {
            return template.prompt(conversation, TOOLS).stream()
                    .map(Piece::text)
                    .collect(Collectors.joining());
        } catch (RuntimeException refused) {
            return "";
        }
    }

    /** Whether the template tells the model of tools. */
    public boolean takesTools() {
        return described.contains(TOOL);
    }

    /** Whether it writes earlier calls. */
    public boolean writesCalls() {
        return called.contains(PLACE);
    }
}
