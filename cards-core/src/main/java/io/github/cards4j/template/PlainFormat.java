package io.github.cards4j.template;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Role;
import java.util.ArrayList;
import java.util.List;

/** A conversation as plain text. The prompt ends in "Assistant:", so that the answer starts with a space. */
final class PlainFormat implements ChatTemplate {

    private static final String BREAK = "\n\n";
    private static final String USER = "User: ";
    private static final String TOOL = "Tool: ";
    private static final String ASSISTANT = "Assistant:";

    @Override
    public List<Piece> prompt(List<Message> conversation) {
        List<Piece> pieces = new ArrayList<>();
        for (Message message : conversation) {
            String opening = opening(message.role());
            if (!opening.isEmpty()) {
                pieces.add(Piece.template(opening));
            }
            pieces.add(Piece.text(message.text()));
            pieces.add(Piece.template(BREAK));
        }
        pieces.add(Piece.template(ASSISTANT));
        return pieces;
    }

    @Override
    public List<Piece> answered(List<Message> conversation, String answer, boolean closed) {
        List<Piece> pieces = prompt(conversation);
        pieces.add(Piece.text(answer));
        if (closed) {
            pieces.add(Piece.template(BREAK));
        }
        return pieces;
    }

    @Override
    public String name() {
        return "plain";
    }

    private static String opening(Role role) {
        return switch (role) {
            case SYSTEM -> "";
            case USER -> USER;
            case ASSISTANT -> ASSISTANT + " ";
            case TOOL -> TOOL;
        };
    }
}
