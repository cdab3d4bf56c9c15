package io.github.cards4j.tools.internal;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Grammar.Tag;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Mistral's since 2025: {@code [TOOL_CALLS]name[ARGS]{…}} for each call, in some models with an id behind the name.
 *
 * @param id its name
 * @param callIds whether an id may stand behind the name
 */
record ArgsForm(String id, boolean callIds) implements ToolForm {

    static final ArgsForm PLAIN = new ArgsForm("mistral-args", false);
    static final ArgsForm WITH_IDS = new ArgsForm("mistral-call-ids", true);

    private static final String OPEN = "[TOOL_CALLS]";
    private static final String ARGS = "[ARGS]";
    private static final String CALL_ID = "[CALL_ID]";
    private static final Grammar SIGN = Grammar.choice(ShortId.SIGNS);

    @Override
    public boolean matches(Probe written) {
        return written.called().contains(OPEN + Probe.TOOL + (callIds ? CALL_ID : ARGS));
    }

    @Override
    public List<Tag> tags(List<ToolSpec> tools, boolean required) {
        return List.of(new Tag(OPEN, CallGrammar.oneOf(tools, this::head, ""), ""));
    }

    private Grammar head(ToolSpec tool) {
        Grammar plain = Grammar.literal(tool.name() + ARGS);
        if (!callIds) {
            return plain;
        }
        List<Grammar> withId = new ArrayList<>(List.of(Grammar.literal(tool.name() + CALL_ID)));
        withId.addAll(Collections.nCopies(ShortId.LENGTH, SIGN));
        withId.add(Grammar.literal(ARGS));
        return Grammar.anyOf(List.of(plain, Grammar.sequence(withId.toArray(Grammar[]::new))));
    }

    @Override
    public int mostTags() {
        return Integer.MAX_VALUE;
    }

    /** The special tokens behind the name may be missing, since they are no text. */
    @Override
    public List<RawCall> read(Tag tag, String content, List<ToolSpec> tools) {
        int brace = content.indexOf('{');
        String head = (brace < 0 ? content : content.substring(0, brace)).strip();
        String name = head.replaceAll("\\[(ARGS|CALL_ID)].*", "").strip();
        for (ToolSpec tool : tools) {
            if (callIds && !known(name, tools) && name.matches(Pattern.quote(tool.name()) + ShortId.PATTERN)) {
                name = tool.name();
            }
        }
        return List.of(CallJson.call(name, brace < 0 ? "" : content.substring(brace), tools));
    }

    private static boolean known(String name, List<ToolSpec> tools) {
        return tools.stream().anyMatch(tool -> tool.name().equals(name));
    }

    @Override
    public List<Piece> written(List<ToolCall> calls) {
        List<Piece> pieces = new ArrayList<>();
        for (ToolCall call : calls) {
            pieces.add(Piece.template(OPEN));
            pieces.add(Piece.text(call.name()));
            pieces.add(Piece.template(ARGS));
            pieces.add(Piece.text(call.argumentsJson()));
        }
        return pieces;
    }

    @Override
    public String id(String callId) {
        return ShortId.of(callId);
    }
}
