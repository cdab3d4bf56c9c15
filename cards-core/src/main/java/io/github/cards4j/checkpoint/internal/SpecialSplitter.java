package io.github.cards4j.checkpoint.internal;

import io.github.cards4j.model.Piece;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the special tokens that act: those which stand in a template's own pieces. What lies between two of them is one
 * stretch, even where it comes from several pieces, since a tokenizer may join characters across their border.
 */
final class SpecialSplitter {

    private static final Pattern WORD = Pattern.compile("\\w", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACE = Pattern.compile("\\s", Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, SpecialToken> tokens = new HashMap<>();
    private final @Nullable Pattern any;

    SpecialSplitter(Collection<SpecialToken> specials) {
        specials.forEach(token -> tokens.put(token.text(), token));
        // The longest first: as in the original, the longest of those that begin at a place wins.
        String alternatives = tokens.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        any = alternatives.isEmpty() ? null : Pattern.compile(alternatives);
    }

    /**
     * A special token, or text in which none acts.
     *
     * @param special the token; null if this is text
     * @param text the text, not empty; empty for a special token
     * @param first whether the text begins the whole
     */
    record Part(@Nullable SpecialToken special, String text, boolean first) {}

    List<Part> split(List<Piece> pieces) {
        StringBuilder joined = new StringBuilder();
        pieces.forEach(piece -> joined.append(piece.text()));
        String whole = joined.toString();
        List<Part> parts = new ArrayList<>();
        int done = 0;
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            int start = at;
            at += pieces.get(i).text().length();
            if (!pieces.get(i).template()) {
                continue;
            }
            while (i + 1 < pieces.size() && pieces.get(i + 1).template()) {
                i++;
                at += pieces.get(i).text().length();
            }
            done = addSpecials(whole, start, at, done, parts);
        }
        addText(whole, done, whole.length(), parts);
        return parts;
    }

    /** Adds the special tokens in this range of the whole, and the text before each; returns how far it got. */
    private int addSpecials(String whole, int start, int end, int done, List<Part> parts) {
        if (any == null) {
            return done;
        }
        Matcher matcher = any.matcher(whole).region(start, end);
        while (matcher.find()) {
            SpecialToken token = tokens.get(matcher.group());
            if (token == null || matcher.start() < done || !acts(token, whole, matcher)) {
                continue;
            }
            int from = matcher.start();
            int to = matcher.end();
            while (token.stripLeft() && from > done && matches(SPACE, whole, from - 1)) {
                from--;
            }
            while (token.stripRight() && matches(SPACE, whole, to)) {
                to++;
            }
            addText(whole, done, from, parts);
            parts.add(new Part(token, "", false));
            done = to;
        }
        return done;
    }

    private static boolean acts(SpecialToken token, String whole, Matcher found) {
        return !token.singleWord() || !matches(WORD, whole, found.start() - 1) && !matches(WORD, whole, found.end());
    }

    private static boolean matches(Pattern kind, String whole, int index) {
        return index >= 0
                && index < whole.length()
                && kind.matcher(whole).region(index, index + 1).matches();
    }

    private static void addText(String whole, int from, int to, List<Part> parts) {
        if (from < to) {
            parts.add(new Part(null, whole.substring(from, to), from == 0));
        }
    }
}
