package io.github.cards4j.samples.quickstart;

import io.github.cards4j.decoding.DecodingListener;

/** Shows plain text as it comes, word by word, broken into lines. */
final class LiveText implements DecodingListener {

    private final Screen screen;
    private final String indent;
    private final StringBuilder word = new StringBuilder();
    private int column;

    LiveText(Screen screen, String indent) {
        this.screen = screen;
        this.indent = indent;
    }

    @Override
    public void onText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                flushWord();
                if (c == '\n' && column > 0) {
                    newLine();
                }
            } else {
                word.append(c);
            }
        }
    }

    /** The answer has ended. */
    void end() {
        flushWord();
        if (column > 0) {
            newLine();
        }
    }

    private void flushWord() {
        if (word.isEmpty()) {
            return;
        }
        if (column > 0 && column + 1 + word.length() > screen.width()) {
            newLine();
        }
        screen.print((column == 0 ? indent : " ") + word);
        column += (column == 0 ? indent.length() : 1) + word.length();
        word.setLength(0);
    }

    private void newLine() {
        screen.line();
        column = 0;
    }
}
