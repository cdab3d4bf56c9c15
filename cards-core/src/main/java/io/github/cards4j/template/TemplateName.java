package io.github.cards4j.template;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names templates. Calibrations are kept under the name, so two that write the same for these conversations share one: a
 * model does not need another calibration because its own template was found.
 */
final class TemplateName {

    private static final List<List<Message>> PROBES = List.of(
            List.of(Message.user("Why?")),
            List.of(Message.system("Be kind."), Message.user("Why?")),
            List.of(Message.system(" \n"), Message.user("\n\n a\tb \n")),
            List.of(Message.user(" Hi "), Message.assistant("\nHello </think> you\n "), Message.user("")),
            List.of(
                    Message.system(""),
                    Message.user("1"),
                    Message.assistant(""),
                    Message.user("2"),
                    Message.user("3"),
                    Message.system("4"),
                    Message.assistant("<think>5")));

    private static final List<String> ANSWERS = List.of("", " Because. ", "<think>\na\n</think>\n\nb", "\n");

    private TemplateName() {}

    static String of(ChatTemplate template, Map<String, String> sources, Map<String, ?> variables) {
        for (ChatTemplate builtIn : ChatFormats.all()) {
            if (same(template, builtIn)) {
                return builtIn.name();
            }
        }
        return "jinja-" + digest(new TreeMap<>(sources) + "\n" + new TreeMap<String, Object>(variables));
    }

    private static boolean same(ChatTemplate one, ChatTemplate other) {
        try {
            for (List<Message> probe : PROBES) {
                if (!joined(one.prompt(probe)).equals(joined(other.prompt(probe)))) {
                    return false;
                }
                for (String answer : ANSWERS) {
                    if (differ(one, other, probe, answer, true) || differ(one, other, probe, answer, false)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (ModelException refused) {
            return false;
        }
    }

    private static boolean differ(
            ChatTemplate one, ChatTemplate other, List<Message> probe, String answer, boolean closed) {
        return !joined(one.answered(probe, answer, closed)).equals(joined(other.answered(probe, answer, closed)));
    }

    /** Neighbours of the same kind as one, without empty ones. */
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> joined = new ArrayList<>();
        for (Piece piece : pieces) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).template() == piece.template()) {
                joined.set(last, new Piece(joined.get(last).text() + piece.text(), piece.template()));
            } else if (!piece.text().isEmpty()) {
                joined.add(piece);
            }
        }
        return joined;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
