package io.github.cards4j.decoding.internal;

import io.github.cards4j.model.Tokenizer;
import java.util.List;
import java.util.function.Consumer;

/**
 * The text of an answer: what has been accepted of it, and how much of that may be shown. All tokens are decoded together,
 * since a tokenizer's pieces need not be text by themselves.
 */
final class AnswerText {

    /** What a decoder shows in place of a character of which bytes are missing. */
    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    private final Tokenizer tokenizer;
    private final StopSequences stops;
    private final Consumer<String> shown;
    private String accepted = "";
    private int shownLength;

    AnswerText(Tokenizer tokenizer, List<String> stopSequences, Consumer<String> shown) {
        this.tokenizer = tokenizer;
        this.stops = new StopSequences(stopSequences);
        this.shown = shown;
    }

    /**
     * What an answer would read.
     *
     * @param text the whole answer, cut before a stop sequence
     * @param stopped whether it holds a stop sequence
     */
    record Reading(String text, boolean stopped) {}

    String accepted() {
        return accepted;
    }

    boolean watchesStops() {
        return !stops.isEmpty();
    }

    /**
     * Reads the accepted tokens and what follows them. A character that is cut at the end is left out: it becomes text
     * with the token that completes it. If the model ended the answer there, it is kept as it is.
     */
    Reading read(int[] answer, boolean ended) {
        String decoded = tokenizer.decode(answer);
        String whole = after(ended ? decoded : withoutCutCharacter(decoded));
        int stop = stops.find(whole, accepted.length());
        return stop < 0 ? new Reading(whole, false) : new Reading(whole.substring(0, stop), true);
    }

    /** The accepted text becomes {@code whole}; what cannot begin a stop sequence is shown. */
    void accept(String whole) {
        accepted = whole;
        show(accepted.length() - stops.open(accepted));
    }

    /** Adds a sentence that no model wrote. */
    void append(String sentence) {
        show(accepted.length());
        boolean apart = accepted.isEmpty()
                || Character.isWhitespace(accepted.charAt(accepted.length() - 1))
                || Character.isWhitespace(sentence.charAt(0));
        accepted = accepted + (apart ? "" : " ") + sentence;
    }

    /** The answer has ended: all of it is shown. */
    void end() {
        show(accepted.length());
    }

    private void show(int length) {
        if (length > shownLength) {
            String piece = accepted.substring(shownLength, length);
            shownLength = length;
            shown.accept(piece);
        }
    }

    /** Accepted text never changes, even if a decoder writes it differently once more tokens follow. */
    private String after(String decoded) {
        if (decoded.startsWith(accepted)) {
            return decoded;
        }
        int same = 0;
        int most = Math.min(decoded.length(), accepted.length());
        while (same < most && decoded.charAt(same) == accepted.charAt(same)) {
            same++;
        }
        return accepted + decoded.substring(same);
    }

    private static String withoutCutCharacter(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == REPLACEMENT_CHARACTER) {
            end--;
        }
        return text.substring(0, end);
    }
}
