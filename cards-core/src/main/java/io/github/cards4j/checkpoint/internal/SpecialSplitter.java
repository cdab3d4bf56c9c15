package io.github.cards4j.checkpoint.internal;

import io.github.cards4j.model.Piece;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

    /** Looks like {@code <|user|>} or {@code [INST]}, not like a word or white space. */
    private static final Pattern MARKER =
            Pattern.compile("[^\\w\\s].+[^\\w\\s]", Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);

    private final Map<String, SpecialToken> tokens = new HashMap<>();
    private final @Nullable Pattern any;
    private final List<String> markers;

    /**
     * @param specials the special tokens
     * @param others added tokens that are not special
     */
    SpecialSplitter(Collection<SpecialToken> specials, Collection<String> others) {
        specials.forEach(token -> tokens.put(token.text(), token));
        markers = others.stream().filter(text -> MARKER.matcher(text).matches()).toList();
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
        return new Splitting(pieces).split();
    }

    /** One text being split. */
    private final class Splitting {

        private final String whole;
        private final List<int[]> template = new ArrayList<>();
        private final TreeSet<Integer> breaks = new TreeSet<>();
        private final List<Part> parts = new ArrayList<>();
        private int done;

        Splitting(List<Piece> pieces) {
            StringBuilder joined = new StringBuilder();
            boolean before = false;
            for (Piece piece : pieces) {
                int start = joined.length();
                joined.append(piece.text());
                if (piece.template() && before) {
                    template.get(template.size() - 1)[1] = joined.length();
                } else if (piece.template()) {
                    template.add(new int[] {start, joined.length()});
                }
                before = piece.template();
            }
            whole = joined.toString();
        }

        List<Part> split() {
            markers.forEach(this::breakInText);
            template.forEach(range -> addSpecials(range[0], range[1]));
            addText(done, whole.length());
            return parts;
        }

        /**
         * Some models mark turns with added tokens that they do not declare special. One that the template writes here must
         * not act in text either: text that holds it is encoded in two halves.
         */
        private void breakInText(String marker) {
            if (template.stream()
                    .noneMatch(range -> whole.substring(range[0], range[1]).contains(marker))) {
                return;
            }
            for (int at = whole.indexOf(marker); at >= 0; at = whole.indexOf(marker, at + 1)) {
                int start = at;
                int end = at + marker.length();
                if (template.stream().noneMatch(range -> range[0] < end && start < range[1])) {
                    breaks.add(whole.offsetByCodePoints(at, 1));
                }
            }
        }

        /** Adds the special tokens in this range, and the text before each. */
        private void addSpecials(int start, int end) {
            if (any == null) {
                return;
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
                addText(done, from);
                parts.add(new Part(token, "", false));
                done = to;
            }
        }

        private void addText(int from, int to) {
            int start = from;
            for (int next : breaks.subSet(from, false, Math.max(from, to), false)) {
                parts.add(new Part(null, whole.substring(start, next), start == 0));
                start = next;
            }
            if (start < to) {
                parts.add(new Part(null, whole.substring(start, to), start == 0));
            }
        }
    }

    private static boolean acts(SpecialToken token, String whole, Matcher found) {
        return !token.singleWord() || !matches(WORD, whole, found.start() - 1) && !matches(WORD, whole, found.end());
    }

    private static boolean matches(Pattern kind, String whole, int index) {
        return index >= 0
                && index < whole.length()
                && kind.matcher(whole).region(index, index + 1).matches();
    }
}
