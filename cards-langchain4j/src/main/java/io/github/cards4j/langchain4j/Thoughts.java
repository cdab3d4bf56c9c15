package io.github.cards4j.langchain4j;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a model thinks from what it says. An answer of a reasoning model begins with a thought between {@code <think>} and
 * {@code </think>}; white space around the thought belongs to neither. Not thread-safe.
 */
final class Thoughts {

    /** An answer, told apart; the thought is null if there is none. */
    record Split(@Nullable String thought, String said) {}

    private enum Place {
        BEFORE,
        IN,
        BEHIND,
        SAYING
    }

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private final Consumer<String> thought;
    private final Consumer<String> said;

    /** What cannot be told apart yet, and white space that may end the thought. */
    private final StringBuilder held = new StringBuilder();

    private Place place;
    private boolean thinking;

    /**
     * @param begun whether the answer begins within a thought, as the prompt has opened one
     * @param thought gets pieces that are not empty, as {@code said} does
     */
    Thoughts(boolean begun, Consumer<String> thought, Consumer<String> said) {
        this.thought = thought;
        this.said = said;
        place = begun ? Place.IN : Place.BEFORE;
    }

    static Split of(boolean begun, String text) {
        return of(begun, text, "");
    }

    /** @param sentence behind the text, said whatever comes before it */
    static Split of(boolean begun, String text, String sentence) {
        StringBuilder thought = new StringBuilder();
        StringBuilder said = new StringBuilder();
        Thoughts thoughts = new Thoughts(begun, thought::append, said::append);
        thoughts.add(text);
        if (!sentence.isEmpty()) {
            thoughts.say(sentence);
        }
        thoughts.end();
        return new Split(thought.isEmpty() ? null : thought.toString(), said.toString());
    }

    /** The next piece of the answer. */
    void add(String text) {
        held.append(text);
        if (place == Place.BEFORE) {
            begin();
        }
        if (place == Place.IN) {
            think();
        }
        if (place == Place.BEHIND) {
            dropSpace();
            place = held.isEmpty() ? Place.BEHIND : Place.SAYING;
        }
        if (place == Place.SAYING) {
            tell(held.length(), said);
        }
    }

    /** What no model wrote: it is said even where a thought has not ended, and ends it. */
    void say(String sentence) {
        if (place == Place.IN) {
            tell(withoutSpace(held.length()), thought);
            place = Place.BEHIND;
        }
        add(sentence);
    }

    boolean inThought() {
        return place == Place.IN;
    }

    /** The answer is over. */
    void end() {
        if (place == Place.IN) {
            tell(withoutSpace(held.length()), thought);
        } else {
            tell(held.length(), said);
        }
    }

    private void begin() {
        String start = held.toString().stripLeading();
        if (start.startsWith(OPEN)) {
            held.delete(0, held.indexOf(OPEN) + OPEN.length());
            place = Place.IN;
        } else if (!OPEN.startsWith(start)) {
            place = Place.SAYING;
        }
    }

    private void think() {
        if (!thinking) {
            dropSpace();
        }
        int close = held.indexOf(CLOSE);
        int told = withoutSpace(close >= 0 ? close : held.length() - beginOfClose());
        thinking |= told > 0;
        tell(told, thought);
        if (close >= 0) {
            held.delete(0, held.indexOf(CLOSE) + CLOSE.length());
            place = Place.BEHIND;
        }
    }

    /** How many characters at the end may be the beginning of the end of the thought. */
    private int beginOfClose() {
        for (int length = Math.min(held.length(), CLOSE.length() - 1); length > 0; length--) {
            if (CLOSE.startsWith(held.substring(held.length() - length))) {
                return length;
            }
        }
        return 0;
    }

    private int withoutSpace(int end) {
        return held.substring(0, end).stripTrailing().length();
    }

    private void dropSpace() {
        held.delete(0, held.length() - held.toString().stripLeading().length());
    }

    private void tell(int length, Consumer<String> whom) {
        if (length > 0) {
            String piece = held.substring(0, length);
            held.delete(0, length);
            whom.accept(piece);
        }
    }
}
