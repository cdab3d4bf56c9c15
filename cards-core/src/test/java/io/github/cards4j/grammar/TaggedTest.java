package io.github.cards4j.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.grammar.Reading.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Prose with tags: what may be written, and how it is read back. */
class TaggedTest {

    private static final Grammar ARGUMENT = Grammar.choice(List.of("1", "12", "x"));
    private static final Grammar.Tag CALL = new Grammar.Tag("<<a>", ARGUMENT, "</a>");
    private static final Grammar.Tag OTHER = new Grammar.Tag("<b", Grammar.literal("!"), "");

    private static final FakeTokenizer PIECES = FakeTokenizer.of(
            "<", "<<", "a", ">", "a>", "<<a>", "<a>", "1", "2</", "</", "/a>", "b", "!", "p<", "x</a>p", "é");

    private static Constraint constraint(List<Grammar.Tag> tags, int least, int most, boolean prose) {
        return Constraint.of(Grammar.tagged(tags, least, most, prose), PIECES, Set.of(PIECES.end()));
    }

    /** All texts whose tags a regular expression finds whole. */
    private static Set<List<Integer>> expected(int longest, int least, int most) {
        Set<List<Integer>> found = new HashSet<>();
        expected(longest, least, most, new ArrayList<>(), found);
        return found;
    }

    private static final Pattern TAG = Pattern.compile("<<a>(1|12|x)</a>|<b!");

    private static void expected(int longest, int least, int most, List<Integer> tokens, Set<List<Integer>> found) {
        String text = Walks.text(PIECES, tokens);
        Matcher tag = TAG.matcher(text);
        int tags = 0;
        int last = 0;
        while (tag.find()) {
            tags++;
            last = tag.end();
        }
        boolean whole = !tag.reset().replaceAll("|").matches("(?s).*(<<a>|<b).*");
        if (whole && tags >= least && tags <= most && (tags < most || last == text.length())) {
            found.add(List.copyOf(tokens));
        }
        for (int token = 0; tokens.size() < longest && token < PIECES.end(); token++) {
            tokens.add(token);
            expected(longest, least, most, tokens, found);
            tokens.remove(tokens.size() - 1);
        }
    }

    @Test
    void allTextsOfFourTokens() {
        for (int[] limits : new int[][] {{0, 1}, {1, 1}, {0, 2}, {1, 3}}) {
            Constraint constraint = constraint(List.of(CALL, OTHER), limits[0], limits[1], true);
            assertThat(Walks.all(constraint, PIECES, PIECES.end(), 4))
                    .as("%d to %d tags", limits[0], limits[1])
                    .isEqualTo(expected(4, limits[0], limits[1]))
                    .isNotEmpty();
        }
        assertThat(Walks.all(constraint(List.of(CALL, OTHER), 0, Integer.MAX_VALUE, true), PIECES, PIECES.end(), 4))
                .isEqualTo(expected(4, 0, 100));
    }

    /** The first tag at the beginning only, the other anywhere: what a regular expression finds whole. */
    @Test
    void leadingTagsOpenAtTheBeginning() {
        FakeTokenizer pieces = FakeTokenizer.of("<", "<a", "a", ">", "x", "b", "!", " ", " <", "a>x");
        Grammar.Tag leading = new Grammar.Tag("<a>", Grammar.choice(List.of("x", "xx")), ">", true);
        for (int[] limits : new int[][] {{0, 1}, {0, 2}, {1, 1}, {0, Integer.MAX_VALUE}}) {
            Grammar grammar = Grammar.tagged(List.of(leading, OTHER), limits[0], limits[1], true);
            Constraint constraint = Constraint.of(grammar, pieces, Set.of(pieces.end()));
            Set<String> texts = new HashSet<>();
            every(pieces, 5, new ArrayList<>(), texts);
            texts.removeIf(text -> {
                Matcher first = Pattern.compile("^ *<a>xx?>").matcher(text);
                String rest = first.find() ? text.substring(first.end()) : text;
                int tags = (rest.length() < text.length() ? 1 : 0) + rest.split("<b!", -1).length - 1;
                return rest.equals(text) && text.matches(" *<a>.*")
                        || rest.replace("<b!", "|").contains("<b")
                        || tags < limits[0]
                        || tags > limits[1]
                        || tags == limits[1] && !rest.isEmpty() && !rest.endsWith("<b!");
            });
            Set<String> written = new HashSet<>();
            Walks.all(constraint, pieces, pieces.end(), 5).forEach(tokens -> written.add(Walks.text(pieces, tokens)));
            assertThat(written)
                    .as("%d to %d tags", limits[0], limits[1])
                    .isEqualTo(texts)
                    .isNotEmpty();
        }
    }

    private static void every(FakeTokenizer pieces, int longest, List<Integer> tokens, Set<String> found) {
        found.add(Walks.text(pieces, tokens));
        for (int token = 0; tokens.size() < longest && token < pieces.end(); token++) {
            tokens.add(token);
            every(pieces, longest, tokens, found);
            tokens.remove(tokens.size() - 1);
        }
    }

    @Test
    void tagsInProseDoNotContainOneAnother() {
        Grammar.Tag anywhere = new Grammar.Tag("<<a>", ARGUMENT, "");
        for (Grammar.Tag other : List.of(
                new Grammar.Tag("<a>", ARGUMENT, ""),
                new Grammar.Tag("<a>", ARGUMENT, "", true),
                new Grammar.Tag("<<a>", ARGUMENT, "", true))) {
            assertThatThrownBy(() -> Grammar.tagged(List.of(anywhere, other), 0, 1, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must not contain one another");
        }
    }

    @Test
    void withoutProseTagsFollowEachOther() {
        FakeTokenizer tokenizer = FakeTokenizer.of("<<a>", "x", "</a>", "\n", "<b", "!", "p");
        Grammar grammar = Grammar.tagged(List.of(CALL, OTHER), 1, 2, false);
        Constraint constraint = Constraint.of(grammar, tokenizer, Set.of(tokenizer.end()));
        Set<String> texts = new HashSet<>();
        Walks.all(constraint, tokenizer, tokenizer.end(), 7)
                .forEach(tokens -> texts.add(Walks.text(tokenizer, tokens)));
        Set<String> tags = Set.of("<<a>x</a>", "<b!");
        Set<String> expected = new HashSet<>(tags);
        for (String first : tags) {
            for (String second : tags) {
                expected.add(first + second);
                expected.add(first + "\n" + second);
            }
        }
        assertThat(texts).isEqualTo(expected);
        Reading reading = constraint.read(tokenizer.encode("<<a>x</a>\n<b!"), true);
        assertThat(reading.prose()).isEmpty();
        assertThat(reading.tags()).containsExactly(new Found(CALL, "x", 0), new Found(OTHER, "!", 0));
    }

    @Test
    void whatIsReadBack() {
        Constraint constraint = constraint(List.of(CALL, OTHER), 0, Integer.MAX_VALUE, true);
        int[] tokens = tokens("p<", "<a>", "1", "2</", "a>", "é", "<b", "!", "b", "<");
        Reading reading = constraint.read(tokens, true);
        assertThat(reading.prose()).isEqualTo("péb<");
        assertThat(reading.tags()).containsExactly(new Found(CALL, "12", 1), new Found(OTHER, "!", 2));
        assertThat(constraint.read(tokens, false).prose()).isEqualTo("péb");
        assertThat(constraint.read(tokens("p<", "<a>", "1"), false)).isEqualTo(new Reading("p", List.of()));
        assertThat(constraint.read(tokens("p<", "<", "<", "b"), false).prose()).isEqualTo("p<<");
    }

    /** A text that is a tag or something else: undecided until only one is left, and at its end the tag. */
    @Test
    void whatMayBeATagOrAnotherText() {
        Grammar tags = Grammar.tagged(List.of(CALL), 1, 1, false);
        Grammar texts = Grammar.choice(List.of("<<a>1</a>", "<<a>b", "<<a>12</!"));
        Constraint constraint = Constraint.of(Grammar.anyOf(List.of(tags, texts)), PIECES, Set.of(PIECES.end()));

        Position either = after(constraint, "<", "<a>", "1", "2</");
        assertThat(either.opening()).isTrue();
        assertThat(either.inTag()).isFalse();
        assertThat(either.opened()).isZero();
        assertThat(constraint.read(tokens("<", "<a>", "1", "2</"), false)).isEqualTo(new Reading("", List.of()));
        Position tag = after(constraint, "<", "<a>", "1", "2</", "a");
        assertThat(tag.opening()).isFalse();
        assertThat(tag.inTag()).isTrue();
        assertThat(tag.opened()).isOne();
        assertThat(tag.openedAt()).isZero();
        Position text = after(constraint, "<", "<a>", "b");
        assertThat(text.opening()).isFalse();
        assertThat(constraint.read(tokens("<", "<a>", "b"), false).prose()).isEqualTo("<<a>b");
        assertThat(constraint.read(tokens("<<a>", "1", "2</", "!"), true))
                .isEqualTo(new Reading("<<a>12</!", List.of()));

        String[] both = {"<", "<a>", "1", "</", "a>"};
        assertThat(constraint.read(tokens(both), false)).isEqualTo(new Reading("", List.of()));
        assertThat(constraint.read(tokens(both), true)).isEqualTo(new Reading("", List.of(new Found(CALL, "1", 0))));
        assertThat(after(constraint, both).opened()).isZero();
        assertThat(after(constraint, both).ended().opened()).isOne();
    }

    private static Position after(Constraint constraint, String... pieces) {
        Position at = constraint.start();
        for (int token : tokens(pieces)) {
            at = at.after(token);
        }
        return at;
    }

    private static int[] tokens(String... pieces) {
        List<Integer> tokens = new ArrayList<>();
        for (String piece : pieces) {
            for (int token : PIECES.encode(piece)) {
                tokens.add(token);
            }
        }
        return tokens.stream().mapToInt(i -> i).toArray();
    }

    @Test
    void positionsTellWhereTagsBegin() {
        Position start = constraint(List.of(CALL), 0, 2, true).start();
        Position at = start;
        for (int token : tokens("é", "p<")) {
            at = at.after(token);
        }
        assertThat(at.opening()).isTrue();
        assertThat(at.opened()).isZero();
        at = at.after(tokens("<a>")[0]);
        assertThat(at.opened()).isEqualTo(1);
        assertThat(at.openedAt()).isEqualTo("ép".getBytes(StandardCharsets.UTF_8).length);
        assertThat(at.inTag()).isTrue();
        at = at.after(tokens("x</a>p")[0]);
        assertThat(at.inTag()).isFalse();
        assertThat(at.opening()).isFalse();
    }

    /** Some models open a call with a special token, which is no text. */
    @Test
    void specialTokensOpenAndClose() {
        List<byte[]> pieces = new ArrayList<>();
        for (String piece : List.of("p", "[", "]", "1", "[CALL]", "[END]", "</s>")) {
            pieces.add(piece.getBytes(StandardCharsets.UTF_8));
        }
        FakeTokenizer tokenizer = new FakeTokenizer(pieces, Set.of(4, 5, 6));
        Grammar.Tag call = new Grammar.Tag("[CALL][", Grammar.literal("1"), "][END]");
        Grammar grammar = Grammar.tagged(List.of(call), 0, Integer.MAX_VALUE, true);
        Constraint constraint = Constraint.of(grammar, tokenizer, Set.of(6));

        Position start = constraint.start();
        assertThat(start.mask(100).allows(4)).isTrue();
        assertThat(start.mask(100).allows(5)).isFalse();
        assertThat(start.mask(100).allows(6)).isTrue();
        assertThat(start.mask(2).allows(4)).isFalse();
        Position called = start.after(0).after(4);
        assertThat(called.opening()).isTrue();
        assertThat(called.mask(100).count()).isEqualTo(1);
        assertThat(called.after(1).inTag()).isTrue();
        assertThat(called.after(1).openedAt()).isEqualTo(1);
        assertThat(called.after(1).after(3).after(2).mask(100).allows(5)).isTrue();
        int[] tokens = {0, 4, 1, 3, 2, 5, 0};
        assertThat(constraint.read(tokens, true).prose()).isEqualTo("pp");
        assertThat(constraint.read(tokens, true).tags()).containsExactly(new Found(call, "1", 1));
        assertThat(constraint.read(new int[] {0, 4}, false).prose()).isEqualTo("p");
        assertThatThrownBy(() -> start.after(5)).hasMessageContaining("does not fit");

        Grammar inside = Grammar.tagged(List.of(new Grammar.Tag("p[CALL]", Grammar.literal("1"), "")), 0, 1, true);
        assertThatThrownBy(() -> Constraint.of(inside, tokenizer, Set.of(6)))
                .hasMessageContaining("beginning of its open only");
    }
}
