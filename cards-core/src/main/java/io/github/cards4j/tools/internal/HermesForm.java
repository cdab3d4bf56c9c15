package io.github.cards4j.tools.internal;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Grammar.Tag;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Hermes', Qwen's and SmolLM3's: one {@code <tool_call>} block a call.
 *
 * @param id its name
 * @param gap what stands between the marks and the call
 */
record HermesForm(String id, String gap) implements ToolForm {

    static final HermesForm LINES = new HermesForm("hermes", "\n");
    static final HermesForm TIGHT = new HermesForm("hermes-tight", "");

    private static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";

    @Override
    public boolean matches(Probe written) {
        return written.writesCalls()
                ? written.called().contains(OPEN + gap + before(Probe.TOOL))
                : written.described().contains(OPEN);
    }

    @Override
    public List<Tag> tags(List<ToolSpec> tools, boolean required) {
        return List.of(new Tag(
                OPEN, CallGrammar.oneOf(tools, tool -> Grammar.literal(gap + before(tool.name())), "}" + gap), CLOSE));
    }

    private static String before(String name) {
        return "{\"name\": \"" + name + "\", \"arguments\": ";
    }

    @Override
    public int mostTags() {
        return Integer.MAX_VALUE;
    }

    @Override
    public List<RawCall> read(Tag tag, String content, List<ToolSpec> tools) {
        return CallJson.calls(content, tools);
    }

    @Override
    public List<Piece> written(List<ToolCall> calls) {
        List<Piece> pieces = new ArrayList<>();
        for (ToolCall call : calls) {
            if (!pieces.isEmpty()) {
                pieces.add(Piece.text("\n"));
            }
            pieces.add(Piece.template(OPEN));
            pieces.add(Piece.text(gap + before(call.name()) + call.argumentsJson() + "}" + gap));
            pieces.add(Piece.template(CLOSE));
        }
        return pieces;
    }
}
