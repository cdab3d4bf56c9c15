package io.github.cards4j.tools.internal;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Grammar.Tag;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.List;

/** A form in which models write tool calls. */
public interface ToolForm {

    String id();

    /** Whether a template that writes this was made for the form. */
    boolean matches(Probe written);

    /**
     * Where calls stand in an answer. Behind {@code open} only a call of one of the tools can follow, with arguments that
     * fit its schema.
     *
     * @param required whether something is called; if not, a form may have a way to say that nothing is
     * @throws IllegalArgumentException if a tool's schema cannot be held to; names the tool
     */
    List<Tag> tags(List<ToolSpec> tools, boolean required);

    /** The most tags in an answer. */
    int mostTags();

    /**
     * The calls in a tag, which may hold anything.
     *
     * @throws ModelException if they cannot be read
     */
    List<RawCall> read(Tag tag, String content, List<ToolSpec> tools);

    /** Calls as the model writes them, for templates that leave them out. Special tokens are a template's pieces. */
    List<Piece> written(List<ToolCall> calls);

    /** The id under which a template of this form accepts a call of this id. */
    default String id(String callId) {
        return callId;
    }

    /** The grammar of an answer. */
    default Grammar grammar(List<ToolSpec> tools, boolean required) {
        return Grammar.tagged(tags(tools, required), required ? 1 : 0, mostTags(), !required);
    }
}
