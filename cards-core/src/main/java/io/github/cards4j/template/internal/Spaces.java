package io.github.cards4j.template.internal;

/** White space as Python's strings and regular expressions know it. */
final class Spaces {

    private Spaces() {}

    /** Python's {@code str.isspace} of one character. */
    static boolean is(int c) {
        return c >= '\t' && c <= '\r'
                || c >= 0x1c && c <= ' '
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200a
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** Whether a line ends at this character, for {@code str.splitlines}. */
    static boolean lineEnd(int c) {
        return c >= '\n' && c <= '\r' || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** The first index from {@code from} on that holds no white space. */
    static int after(String text, int from) {
        int at = from;
        while (at < text.length() && is(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of the text before {@code to} without its trailing white space, at least {@code from}. */
    static int before(String text, int from, int to) {
        int at = to;
        while (at > from && is(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
