package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Span;
import io.github.cards4j.grammar.Constraint;
import io.github.cards4j.grammar.Reading.Found;
import io.github.cards4j.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer: what has been accepted of it, and how much of that may be shown. All tokens are decoded together,
 * since a tokenizer's pieces need not be text by themselves.
 */
final class AnswerText {

    /** What a decoder shows in place of a character of which bytes are missing. */
    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    private final Tokenizer tokenizer;
    private final StopSequences stops;
    /** Tells prose from tags; null if there are none. */
    private final @Nullable Constraint constraint;

    private final Consumer<String> shown;
    private final Consumer<Span> tagged;
    private String accepted = "";
    private int shownLength;
    private final List<Found> tags = new ArrayList<>();

    AnswerText(
            Tokenizer tokenizer,
            List<String> stopSequences,
            @Nullable Constraint constraint,
            Consumer<String> shown,
            Consumer<Span> tagged) {
        this.tokenizer = tokenizer;
        this.stops = new StopSequences(stopSequences);
        this.constraint = constraint;
        this.shown = shown;
        this.tagged = tagged;
    }

    /**
     * What an answer would read.
     *
     * @param text the whole answer, cut before a stop sequence; only its prose if there are tags
     * @param stopped whether it holds a stop sequence
     * @param tags those that are complete
     */
    record Reading(String text, boolean stopped, List<Found> tags) {
        static final Reading NOTHING = new Reading("", false, List.of());
    }

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
        return read(answer, ended, ended);
    }

    /**
     * As {@link #read(int[], boolean)}.
     *
     * @param last whether nothing follows, although the model may not have ended the answer: what may have been the beginning
     *     of a tag is prose then
     */
    Reading read(int[] answer, boolean ended, boolean last) {
        io.github.cards4j.grammar.Reading parts = constraint == null ? null : constraint.read(answer, last);
        String decoded = parts == null ? tokenizer.decode(answer) : parts.prose();
        List<Found> found = parts == null ? List.of() : parts.tags();
        String whole = after(ended ? decoded : withoutCutCharacter(decoded));
        // No stop sequence reaches across a tag.
        int tag = found.isEmpty() ? 0 : found.get(found.size() - 1).at();
        int stop = stops.find(whole, accepted.length(), tag);
        return stop < 0 ? new Reading(whole, false, found) : new Reading(whole.substring(0, stop), true, found);
    }

    /** What was read becomes the accepted text; what cannot begin a stop sequence is shown. */
    void accept(Reading reading) {
        accepted = reading.text();
        for (Found tag : reading.tags().subList(tags.size(), reading.tags().size())) {
            show(Math.min(tag.at(), accepted.length()));
            tags.add(tag);
            tagged.accept(new Span(tag.content(), tag.tag()));
        }
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

    /** The answer in order. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        int from = 0;
        for (Found tag : tags) {
            int at = Math.min(tag.at(), accepted.length());
            addProse(from, at, spans);
            spans.add(new Span(tag.content(), tag.tag()));
            from = at;
        }
        addProse(from, accepted.length(), spans);
        return spans;
    }

    private void addProse(int from, int to, List<Span> spans) {
        if (from < to) {
            spans.add(new Span(accepted.substring(from, to), null));
        }
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
