package io.github.cards4j.template;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Role;
import java.util.ArrayList;
import java.util.List;

/** The format of OpenAI's ChatML, as Qwen, SmolLM and many others use it. */
final class ChatMl implements ChatTemplate {

    /** The special tokens it writes. */
    static final List<String> TOKENS = List.of("<|im_start|>", "<|im_end|>");

    private static final String END = "<|im_end|>\n";

    @Override
    public List<Piece> prompt(List<Message> conversation) {
        List<Piece> pieces = new ArrayList<>();
        for (Message message : conversation) {
            pieces.add(open(message.role()));
            pieces.add(Piece.text(message.text()));
            pieces.add(Piece.template(END));
        }
        pieces.add(open(Role.ASSISTANT));
        return pieces;
    }

    @Override
    public List<Piece> answered(List<Message> conversation, String answer, boolean closed) {
        List<Piece> pieces = prompt(conversation);
        pieces.add(Piece.text(answer));
        if (closed) {
            pieces.add(Piece.template(END));
        }
        return pieces;
    }

    @Override
    public String name() {
        return "chatml";
    }

    private static Piece open(Role role) {
        return Piece.template("<|im_start|>" + role.id() + "\n");
    }
}
