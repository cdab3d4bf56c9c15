package io.github.cards4j.template.internal;

import java.util.Arrays;

/** Joins text, keeping the marks. */
final class TextBuilder {

    /** The most characters that a string may have. */
    static final int MAX_LENGTH = 1 << 24;

    private final StringBuilder string = new StringBuilder();
    private int[] flips = new int[4];
    private int count;

    TextBuilder append(Text text) {
        return append(text, 0, text.string().length());
    }

    /** A part of a text, by Java indices. */
    TextBuilder append(Text text, int from, int to) {
        for (int at = from; at < to; ) {
            int end = Math.min(to, text.runEnd(at));
            append(text.string(), at, end, text.userAt(at));
            at = end;
        }
        return this;
    }

    /** What the template wrote. */
    TextBuilder append(String template) {
        return append(template, 0, template.length(), false);
    }

    TextBuilder append(String text, boolean user) {
        return append(text, 0, text.length(), user);
    }

    private TextBuilder append(String text, int from, int to, boolean user) {
        if (from >= to) {
            return this;
        }
        if (string.length() + (to - from) > MAX_LENGTH) {
            throw new Fault("text grows beyond " + MAX_LENGTH + " characters");
        }
        if (user != (count % 2 == 1)) {
            if (count == flips.length) {
                flips = Arrays.copyOf(flips, 2 * count);
            }
            flips[count++] = string.length();
        }
        string.append(text, from, to);
        return this;
    }

    int length() {
        return string.length();
    }

    Text text() {
        return new Text(string.toString(), Arrays.copyOf(flips, count));
    }
}
