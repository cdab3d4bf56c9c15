package io.github.cards4j.tools.internal;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Grammar.Tag;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All calls of an answer in one list, {@code [{"name": …, "arguments": …}, …]}: SmolLM2's, and Mistral's up to 2024.
 *
 * @param id its name
 * @param open what the list begins with
 * @param close what it ends with
 * @param shortIds whether templates demand ids of nine letters and digits
 * @param saysNone whether the model is asked for an empty list where there is nothing to call
 */
record ListForm(String id, String open, String close, boolean shortIds, boolean saysNone) implements ToolForm {

    static final ListForm SMOLLM2 = new ListForm("smollm2", "<tool_call>", "</tool_call>", false, true);
    static final ListForm MISTRAL = new ListForm("mistral", "[TOOL_CALLS]", "", true, false);

    @Override
    public boolean matches(Probe written) {
        String called = written.called();
        return called.contains(open + "[" + before(Probe.TOOL)) || called.contains(open + " [" + before(Probe.TOOL));
    }

    @Override
    public List<Tag> tags(List<ToolSpec> tools, boolean required) {
        Grammar call = CallGrammar.oneOf(tools, tool -> Grammar.literal(before(tool.name())), "}");
        Grammar list = CallGrammar.list(call, saysNone && !required);
        return List.of(
                new Tag(open, Grammar.anyOf(List.of(list, Grammar.sequence(Grammar.literal(" "), list))), close));
    }

    private static String before(String name) {
        return "{\"name\": \"" + name + "\", \"arguments\": ";
    }

    @Override
    public int mostTags() {
        return 1;
    }

    @Override
    public List<RawCall> read(Tag tag, String content, List<ToolSpec> tools) {
        return CallJson.calls(content, tools);
    }

    @Override
    public List<Piece> written(List<ToolCall> calls) {
        String list = calls.stream()
                .map(call -> before(call.name()) + call.argumentsJson() + "}")
                .collect(Collectors.joining(", ", "[", "]"));
        return List.of(Piece.template(open), Piece.text(list), Piece.template(close));
    }

    @Override
    public String id(String callId) {
        return shortIds ? ShortId.of(callId) : callId;
    }
}
