package io.github.cards4j.template.internal;

import java.util.Arrays;

/**
 * The text of a template as Jinja reads it: every line ends in {@code \n}, and one line end at the very end is dropped.
 */
final class Source {

    private final String text;
    private final int[] lines;

    Source(String template) {
        String unix = template.replace("\r\n", "\n").replace('\r', '\n');
        text = unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
        int[] starts = new int[16];
        int count = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = i + 1;
        }
        lines = Arrays.copyOf(starts, count);
    }

    String text() {
        return text;
    }

    At at(int index) {
        int found = Arrays.binarySearch(lines, index);
        int line = found >= 0 ? found : -found - 2;
        return new At(line + 1, index - lines[line] + 1);
    }

    Fault fault(int index, String message) {
        return new Fault(message, at(index), false);
    }
}
