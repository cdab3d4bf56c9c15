package io.github.cards4j.template.internal;

/**
 * A token of a template.
 *
 * @param kind what it is
 * @param text the data, the name, the operator, the digits, or the string that the quotes held
 * @param at where it begins
 */
record Token(Kind kind, String text, At at) {

    enum Kind {
        DATA,
        VARIABLE_BEGIN,
        VARIABLE_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean name(String wanted) {
        return kind == Kind.NAME && text.equals(wanted);
    }

    boolean operator(String wanted) {
        return kind == Kind.OPERATOR && text.equals(wanted);
    }

    /** For messages. */
    String describe() {
        return switch (kind) {
            case DATA -> "text";
            case VARIABLE_BEGIN -> "'{{'";
            case VARIABLE_END -> "'}}'";
            case BLOCK_BEGIN -> "'{%'";
            case BLOCK_END -> "'%}'";
            case STRING -> "a string";
            case END -> "the end of the template";
            default -> "'" + text + "'";
        };
    }
}
