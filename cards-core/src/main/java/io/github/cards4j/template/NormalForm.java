package io.github.cards4j.template;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Role;
import io.github.cards4j.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conversations for templates that refuse them as they are: many want user and assistant to alternate, some know no system
 * message. Chat memories leave other conversations: a window that begins with an answer, two questions in a row after a turn
 * that failed.
 *
 * <p>Mistral's own library, mistral-common, does the same where it can: it joins neighbours by a blank line and has an empty
 * message of the user stand in for a lost question.
 */
public final class NormalForm {

    private static final String NO_QUESTION = "";

    /** Some templates refuse an answer of no characters. */
    private static final String NO_ANSWER = " ";

    private final List<Message> turns = new ArrayList<>();

    /** Ids of the calls so far. */
    private final Set<String> called = new HashSet<>();

    /** Who spoke last, calls and results aside: what templates that want turns to alternate look at. */
    private @Nullable Role spoke;

    private NormalForm() {}

    /**
     * Has a conversation written as it is. If its template refuses that, it is written once more in a form that such templates
     * take; if that is refused too, with the texts of the system among the user's.
     *
     * <ul>
     *   <li>Neighbours of one role are one message, a blank line between their texts. Calls and results stay apart.
     *   <li>An answer or a call that follows no question gets an empty one, and so does a conversation that ends with an
     *       answer. A question right behind a call or a result gets a blank answer before it.
     *   <li>Left out are answers without text, and results of calls that are not there.
     *   <li>System messages behind the first turn are the user's.
     * </ul>
     *
     * @param writer writes a conversation by a template; called up to three times
     * @return what the writer made of the first form that was not refused
     * @throws ChatTemplateException if every form is refused: what was said of the conversation as it is
     */
    public static List<Piece> write(List<Message> conversation, Function<List<Message>, List<Piece>> writer) {
        try {
            return writer.apply(conversation);
        } catch (ChatTemplateException refused) {
            if (refused.refusal()) {
                for (List<Message> form : others(conversation)) {
                    try {
                        return writer.apply(form);
                    } catch (ChatTemplateException again) {
                        // what was said first is about what was asked
                    }
                }
            }
            throw refused;
        }
    }

    private static Set<List<Message>> others(List<Message> conversation) {
        Set<List<Message>> forms = new LinkedHashSet<>();
        forms.add(of(conversation, true));
        forms.add(of(conversation, false));
        forms.remove(conversation);
        return forms;
    }

    /** @param system whether system messages at the beginning stay */
    private static List<Message> of(List<Message> conversation, boolean system) {
        NormalForm form = new NormalForm();
        for (Message message : conversation) {
            boolean stays = message.role() != Role.SYSTEM || system && isBeginning(form.last());
            form.add(stays ? message : Message.user(message.text()));
        }
        Message last = form.last();
        if (isBeginning(last) || isAnswer(last)) {
            form.put(Message.user(NO_QUESTION));
        }
        return form.turns;
    }

    private void add(Message next) {
        Message last = last();
        if (isAnswer(next) && next.text().isBlank() || next.role() == Role.TOOL && !answersACall(next)) {
            return;
        }
        if (last != null && last.role() == next.role() && !last.ofTools() && !next.ofTools()) {
            turns.set(turns.size() - 1, new Message(last.role(), joined(last.text(), next.text())));
            return;
        }
        if (next.role() == Role.USER && spoke == Role.USER) {
            put(Message.assistant(NO_ANSWER));
        } else if (next.role() == Role.ASSISTANT && spoke != Role.USER) {
            put(Message.user(NO_QUESTION));
        }
        put(next);
    }

    private void put(Message next) {
        turns.add(next);
        next.toolCalls().stream().map(ToolCall::id).forEach(called::add);
        if (next.role() == Role.USER || isAnswer(next)) {
            spoke = next.role();
        }
    }

    private @Nullable Message last() {
        return turns.isEmpty() ? null : turns.get(turns.size() - 1);
    }

    /** Right behind a call or another result, or of a call before. */
    private boolean answersACall(Message result) {
        Message last = last();
        return last != null && last.ofTools() || called.contains(result.toolCallId());
    }

    private static boolean isBeginning(@Nullable Message last) {
        return last == null || last.role() == Role.SYSTEM;
    }

    private static boolean isAnswer(@Nullable Message message) {
        return message != null && message.role() == Role.ASSISTANT && !message.ofTools();
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "\n\n" + other;
    }
}
