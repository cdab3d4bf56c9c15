package io.github.cards4j.tools.internal;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts calls into the assistant's text, for templates that leave calls out. A template takes a message's text for a
 * person's, but the special tokens of a call are a template's: they go in as marks that nobody can guess, and are put back
 * behind the template.
 */
final class CallText {

    private final ToolForm form;
    private final String mark = "\uE000" + UUID.randomUUID() + "-";
    private final Map<String, String> tokens = new HashMap<>();

    CallText(ToolForm form) {
        this.form = form;
    }

    Message in(Message message) {
        if (message.toolCalls().isEmpty()) {
            return message;
        }
        StringBuilder text = new StringBuilder(message.text());
        if (!message.text().isEmpty()) {
            text.append('\n');
        }
        for (Piece piece : form.written(message.toolCalls())) {
            text.append(piece.template() ? marked(piece.text()) : piece.text());
        }
        return Message.assistant(text.toString());
    }

    private String marked(String token) {
        String key = mark + tokens.size() + "\uE001";
        tokens.put(key, token);
        return key;
    }

    /** The rendered conversation, each mark a piece of the template again. */
    List<Piece> out(List<Piece> rendered) {
        Pattern marks = Pattern.compile(Pattern.quote(mark) + "\\d+\uE001");
        List<Piece> pieces = new ArrayList<>();
        for (Piece piece : rendered) {
            Matcher found = marks.matcher(piece.text());
            int from = 0;
            while (found.find()) {
                add(pieces, new Piece(piece.text().substring(from, found.start()), piece.template()));
                add(pieces, Piece.template(Objects.requireNonNull(tokens.get(found.group()))));
                from = found.end();
            }
            add(pieces, new Piece(piece.text().substring(from), piece.template()));
        }
        return pieces;
    }

    private static void add(List<Piece> pieces, Piece piece) {
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).template() == piece.template()) {
            pieces.set(last, new Piece(pieces.get(last).text() + piece.text(), piece.template()));
        } else if (!piece.text().isEmpty()) {
            pieces.add(piece);
        }
    }
}
