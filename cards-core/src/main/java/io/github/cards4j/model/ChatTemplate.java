package io.github.cards4j.model;

import java.util.List;

/** How a conversation is written down for a model. Implementations are immutable and thread-safe. */
public interface ChatTemplate {

    /** The conversation, up to where the assistant's next answer begins. */
    List<Piece> prompt(List<Message> conversation);

    /**
     * The conversation, with tools that the answer may call, up to where the assistant's next answer begins.
     *
     * @throws IllegalArgumentException if there are tools, and this format has no place for them
     */
    default List<Piece> prompt(List<Message> conversation, List<ToolSpec> tools) {
        if (!tools.isEmpty()) {
            throw new IllegalArgumentException("the chat format " + name() + " has no place for tools, but there are "
                    + tools.size() + ": use a model whose own chat template takes tools, or ask without tools");
        }
        return prompt(conversation);
    }

    /**
     * The conversation and the answer so far as the assistant's turn.
     *
     * @param answer the answer so far, may be empty
     * @param closed whether the turn is closed as if the answer ended there
     */
    List<Piece> answered(List<Message> conversation, String answer, boolean closed);

    /** Names the template; part of the reward convention that is stored with a calibration. */
    String name();
}
