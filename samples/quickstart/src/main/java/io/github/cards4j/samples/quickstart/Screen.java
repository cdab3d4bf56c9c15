package io.github.cards4j.samples.quickstart;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where text goes: how wide it is, and whether it shows colours and lines that come and go. */
final class Screen {

    /** The few styles in use. */
    enum Style {
        BOLD("1"),
        DIM("2"),
        GREEN("32"),
        YELLOW("33"),
        RED("31");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private static final int DEFAULT_WIDTH = 88;
    private static final int LEAST_WIDTH = 64;
    private static final int MOST_WIDTH = 100;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final int width;
    private final boolean live;
    private final boolean coloured;
    private boolean passing;

    Screen(PrintStream out, int width, boolean live, boolean coloured) {
        this.out = out;
        this.width = Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width));
        this.live = live;
        this.coloured = coloured;
    }

    /** Standard output. Models write any character, so it is UTF-8 wherever a locale does not matter. */
    static Screen standard() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
        PrintStream out = windows
                ? System.out
                : new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        boolean terminal = terminal() && !"dumb".equals(System.getenv("TERM"));
        return new Screen(out, columns(), terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    int width() {
        return width;
    }

    /** Whether lines can come and go. */
    boolean live() {
        return live;
    }

    void line(String text) {
        clear();
        out.println(text);
    }

    void line() {
        line("");
    }

    void print(String text) {
        clear();
        out.print(text);
        out.flush();
    }

    /** Shows a line that the next output replaces; nothing at all where that is not possible. */
    void passing(String text) {
        if (live) {
            String cut = text.length() < width ? text : text.substring(0, width - 1);
            out.print(CLEAR_LINE + style(cut, Style.DIM));
            out.flush();
            passing = true;
        }
    }

    String style(String text, Style style) {
        return coloured ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    private void clear() {
        if (passing) {
            out.print(CLEAR_LINE);
            passing = false;
        }
    }

    /** Since Java 22 there is a console without a terminal too; only its own method tells them apart. */
    @SuppressWarnings("SystemConsoleNull") // older versions do return null
    private static boolean terminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        try {
            return columns == null ? DEFAULT_WIDTH : Integer.parseInt(columns.strip());
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }
}
