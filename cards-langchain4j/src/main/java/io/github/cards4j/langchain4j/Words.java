package io.github.cards4j.langchain4j;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.function.Consumer;

/** Cuts text into pieces to show one by one: a word with the white space before it, or a part of a very long word. */
final class Words {

    private static final int LONGEST = 16;

    private Words() {}

    /** The pieces concatenate to the text; none is empty, and none tears a character that a reader sees as one. */
    static void forEach(String text, Consumer<String> piece) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int start = 0;
        boolean word = false;
        for (int at = 0; at < text.length(); at = characters.next()) {
            boolean space = Character.isWhitespace(text.codePointAt(at));
            if (word && (space || at - start >= LONGEST)) {
                piece.accept(text.substring(start, at));
                start = at;
            }
            word = !space;
        }
        if (start < text.length()) {
            piece.accept(text.substring(start));
        }
    }
}
