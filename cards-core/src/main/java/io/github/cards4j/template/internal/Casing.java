package io.github.cards4j.template.internal;

import java.util.Locale;

/** Upper and lower case as Python makes them, character by character, so that marks are kept. */
final class Casing {

    private static final int SIGMA = 0x3a3;

    /** What becomes of the character at an index. */
    private interface Change {
        String apply(String text, int index, int c);
    }

    private Casing() {}

    static Text upper(Text text) {
        return change(text, (string, at, c) -> upper(c));
    }

    static Text lower(Text text) {
        return change(text, Casing::lower);
    }

    static Text swapcase(Text text) {
        return change(text, (string, at, c) -> Character.isUpperCase(c) ? lower(string, at, c) : upper(c));
    }

    static Text capitalize(Text text) {
        return change(text, (string, at, c) -> at == 0 ? title(c) : lower(string, at, c));
    }

    /** Python's {@code str.title}: what follows a letter is small. */
    static Text title(Text text) {
        return change(
                text, (string, at, c) -> at > 0 && cased(string.codePointBefore(at)) ? lower(string, at, c) : title(c));
    }

    /** Jinja's filter: what begins a word, after white space, a hyphen or an opening bracket, is large. */
    static Text words(Text text) {
        return change(
                text,
                (string, at, c) -> at == 0 || divides(string.codePointBefore(at)) ? upper(c) : lower(string, at, c));
    }

    private static boolean divides(int c) {
        return Spaces.is(c) || "-({[<".indexOf(c) >= 0;
    }

    private static Text change(Text text, Change change) {
        TextBuilder out = new TextBuilder();
        String string = text.string();
        for (int at = 0; at < string.length(); ) {
            int c = string.codePointAt(at);
            out.append(change.apply(string, at, c), text.userAt(at));
            at += Character.charCount(c);
        }
        return out.text();
    }

    private static String upper(int c) {
        return Character.toString(c).toUpperCase(Locale.ROOT);
    }

    private static String title(int c) {
        String upper = upper(c);
        if (upper.codePointCount(0, upper.length()) == 1) {
            return Character.toString(Character.toTitleCase(c));
        }
        int first = upper.codePointAt(0);
        String rest = upper.substring(Character.charCount(first));
        return Character.toString(first) + rest.toLowerCase(Locale.ROOT);
    }

    private static String lower(String text, int at, int c) {
        if (c == SIGMA) {
            return ends(text, at) ? "\u03c2" : "\u03c3";
        }
        return Character.toString(c).toLowerCase(Locale.ROOT);
    }

    /** Whether a sigma here ends a word. */
    private static boolean ends(String text, int at) {
        return neighbour(text, at, -1) && !neighbour(text, at, 1);
    }

    private static boolean neighbour(String text, int from, int step) {
        int at = from + step;
        while (at >= 0 && at < text.length() && ignorable(text.charAt(at))) {
            at += step;
        }
        return at >= 0 && at < text.length() && cased(step < 0 ? text.codePointBefore(at + 1) : text.codePointAt(at));
    }

    private static boolean ignorable(char c) {
        int type = Character.getType(c);
        return "'.:^`\u00b7\u2018\u2019".indexOf(c) >= 0
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || type == Character.MODIFIER_LETTER
                || type == Character.MODIFIER_SYMBOL;
    }

    private static boolean cased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Casing::cased)
                && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    static boolean isLower(String text) {
        return text.codePoints().anyMatch(Casing::cased)
                && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    static boolean isTitle(String text) {
        boolean before = false;
        boolean any = false;
        for (int c : text.codePoints().toArray()) {
            if ((Character.isUpperCase(c) || Character.isTitleCase(c)) == before && cased(c)) {
                return false;
            }
            before = cased(c);
            any |= before;
        }
        return any;
    }
}
