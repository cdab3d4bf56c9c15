package io.github.cards4j.template;

import io.github.cards4j.model.ModelException;
import io.github.cards4j.template.internal.At;
import io.github.cards4j.template.internal.Fault;

/** A chat template cannot be read, or cannot be rendered with what it was given. */
public final class ChatTemplateException extends ModelException {

    private static final long serialVersionUID = 1L;

    private final String detail;
    private final int line;
    private final int column;
    private final boolean refusal;

    ChatTemplateException(String template, String what, Fault fault) {
        super(message(template, what, fault), fault);
        At at = fault.at();
        detail = fault.message();
        line = at == null ? 0 : at.line();
        column = at == null ? 0 : at.column();
        refusal = fault.raised();
    }

    private static String message(String template, String what, Fault fault) {
        At at = fault.at();
        String place = at == null ? "" : ", line " + at.line() + ", column " + at.column();
        return "The chat template of " + template + " " + what + place + ": " + fault.message();
    }

    /** What is wrong, without where. */
    public String detail() {
        return detail;
    }

    /** Line in the template, from 1; 0 if it is not known. */
    public int line() {
        return line;
    }

    /** Column in the line, from 1, in UTF-16 characters; 0 if it is not known. */
    public int column() {
        return column;
    }

    /** Whether the template itself refuses the conversation, by {@code raise_exception}; {@link #detail} is what it says. */
    public boolean refusal() {
        return refusal;
    }
}
