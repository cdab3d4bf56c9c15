package io.github.cards4j.template.internal;

/** Backslashes in a template's strings, as Python reads them. */
final class Escapes {

    private static final String SIMPLE = "\\'\"abfnrtv";
    private static final String MEANING = "\\'\"\u0007\b\f\n\r\t\u000b";

    private final String text;
    private final At at;
    private final StringBuilder read = new StringBuilder();
    private int pos;

    private Escapes(String text, At at) {
        this.text = text;
        this.at = at;
    }

    static String read(String text, At at) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        Escapes escapes = new Escapes(text, at);
        while (escapes.pos < text.length()) {
            escapes.next();
        }
        return escapes.read.toString();
    }

    private void next() {
        char c = text.charAt(pos++);
        if (c != '\\') {
            read.append(c);
            return;
        }
        char escaped = text.charAt(pos++);
        int simple = SIMPLE.indexOf(escaped);
        if (simple >= 0) {
            read.append(MEANING.charAt(simple));
        } else if (escaped >= '0' && escaped <= '7') {
            pos--;
            octal();
        } else {
            switch (escaped) {
                case '\n' -> {}
                case 'x' -> hexadecimal(2);
                case 'u' -> hexadecimal(4);
                case 'U' -> hexadecimal(8);
                case 'N' -> throw new Fault("\\N{...} in a string is not supported", at, false);
                default -> read.append('\\').append(escaped);
            }
        }
    }

    private void octal() {
        int value = 0;
        for (int i = 0; i < 3 && pos < text.length() && text.charAt(pos) >= '0' && text.charAt(pos) <= '7'; i++) {
            value = 8 * value + text.charAt(pos++) - '0';
        }
        read.appendCodePoint(value);
    }

    private void hexadecimal(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = pos < text.length() ? Character.digit(text.charAt(pos++), 16) : -1;
            if (digit < 0 || value > Character.MAX_CODE_POINT) {
                throw new Fault("a backslash escape in this string is cut off or malformed", at, false);
            }
            value = 16 * value + digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw new Fault("a backslash escape in this string is no character", at, false);
        }
        read.appendCodePoint(value);
    }
}
