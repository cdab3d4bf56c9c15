package io.github.cards4j.samples.quickstart;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class Wrap {

    private Wrap() {}

    /** Lines of at most {@code width} characters; paragraphs stay apart, words longer than a line are cut. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.strip().split("\\R", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.strip().split("\\s+")) {
                String rest = word;
                if (line.length() > 0 && line.length() + 1 + rest.length() > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                while (rest.length() > width) {
                    lines.add(rest.substring(0, width));
                    rest = rest.substring(width);
                }
                line.append(line.length() > 0 ? " " : "").append(rest);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Text filled with spaces up to {@code width}. */
    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
