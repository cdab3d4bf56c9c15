package io.github.cards4j.tools.internal;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Grammar.Tag;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.List;

/**
 * Llama 3's: an answer that is {@code {"name": …, "parameters": …}}, perhaps with a type before it or a
 * {@code <|python_tag|>}. One call an answer. Only the tag may stand behind prose: JSON there is an example of something.
 */
final class LlamaForm implements ToolForm {

    private static final String PYTHON = "<|python_tag|>";
    private static final String PLAIN = "{\"name\": \"";
    private static final String TYPED = "{\"type\": \"function\", \"name\": \"";
    private static final String PARAMETERS = "\", \"parameters\": ";

    @Override
    public String id() {
        return "llama";
    }

    @Override
    public boolean matches(Probe written) {
        return written.called().contains(PLAIN + Probe.TOOL + PARAMETERS);
    }

    @Override
    public List<Tag> tags(List<ToolSpec> tools, boolean required) {
        Grammar call = CallGrammar.oneOf(tools, tool -> Grammar.literal(tool.name() + PARAMETERS), "}");
        Grammar whole = Grammar.sequence(Grammar.choice(List.of(PLAIN, TYPED)), call);
        return List.of(new Tag(PLAIN, call, "", true), new Tag(TYPED, call, "", true), new Tag(PYTHON, whole, ""));
    }

    @Override
    public int mostTags() {
        return 1;
    }

    @Override
    public List<RawCall> read(Tag tag, String content, List<ToolSpec> tools) {
        return CallJson.calls(tag.open().equals(PYTHON) ? content : tag.open() + content, tools);
    }

    @Override
    public List<Piece> written(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> Piece.text(PLAIN + call.name() + PARAMETERS + call.argumentsJson() + "}"))
                .toList();
    }
}
