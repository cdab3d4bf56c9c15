package io.github.cards4j.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.model.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text over a small vocabulary: the masks allow those that a parser and a validator accept, and no others. */
class GrammarOracleTest {

    private static final FakeTokenizer PIECES = FakeTokenizer.of(
            "{\"a\":",
            "{",
            "\"",
            "a",
            "\"a\"",
            ":",
            "1",
            "0",
            "-",
            ",\"b\":",
            ",",
            "true",
            "}",
            "b",
            "[",
            "]",
            "null",
            "true}",
            ",\"b\":true}",
            "{\"b\":1",
            ",\"a\":1}");

    private static final Set<List<Integer>> JSON = accepted(PIECES, PIECES.end(), 4, Fits::json);

    private static Constraint constraint(Grammar grammar, FakeTokenizer tokenizer) {
        return Constraint.of(grammar, tokenizer, Set.of(tokenizer.end()));
    }

    /** All sequences of tokens up to a length that a predicate accepts. */
    private static Set<List<Integer>> accepted(Tokenizer tokenizer, int words, int longest, Predicate<String> fits) {
        Set<List<Integer>> found = new HashSet<>();
        List<List<Integer>> last = List.of(List.of());
        for (int length = 0; length <= longest; length++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> tokens : last) {
                if (fits.test(Walks.text(tokenizer, tokens))) {
                    found.add(tokens);
                }
                for (int token = 0; length < longest && token < words; token++) {
                    List<Integer> more = new ArrayList<>(tokens);
                    more.add(token);
                    longer.add(more);
                }
            }
            last = longer;
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'integer'}",
                "{'type':['string','null']}",
                "{'enum':['a','ab','b',1,10,null,[1,{'a':true}]]}",
                "{'const':'ab'}",
                "{'type':'array','items':{'type':'integer'},'minItems':1,'maxItems':2}",
                "{'type':'array','items':{'type':'boolean'},'maxItems':0}",
                "{'type':'array'}",
                "{'anyOf':[{'type':'integer'},{'type':'array','items':{'$ref':'#'}}]}",
                "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'boolean'}},'required':['a'],"
                        + "'additionalProperties':false}",
                "{'type':'object','properties':{'a':{},'b':{}},'additionalProperties':false}",
                "{'type':'object','additionalProperties':{'type':'integer'}}",
                "{'type':'object','properties':{'b':{'type':'integer'}},'required':['a'],'additionalProperties':true}",
                "{'type':'object'}",
                "{'type':'object','properties':{}}",
                "{}",
            })
    void jsonOfFourTokens(String quoted) {
        String schema = quoted.replace('\'', '"');
        Set<List<Integer>> allowed = Walks.all(constraint(Grammar.jsonSchema(schema), PIECES), PIECES, PIECES.end(), 4);
        assertThat(allowed).allMatch(tokens -> Fits.json(Walks.text(PIECES, tokens)));
        allowed.removeIf(tokens -> Fits.repeats(Walks.text(PIECES, tokens)));

        Set<List<Integer>> fitting = new HashSet<>(JSON);
        fitting.removeIf(tokens ->
                !Fits.text(Walks.text(PIECES, tokens), schema) || !ordered(Walks.text(PIECES, tokens), schema));
        assertThat(allowed).isEqualTo(fitting).isNotEmpty();
    }

    /** Named properties come in their order, before all others: what is right in another order is never written. */
    private static boolean ordered(String text, String schema) {
        if (!text.startsWith("{")) {
            return true;
        }
        if (schema.contains("\"required\":[\"a\"],\"additionalProperties\":true")) {
            return text.startsWith("{\"b\":") || !text.matches("\\{\"a\":.*,\"b\":.*");
        }
        return !schema.contains("\"b\":") || text.startsWith("{\"a\":") || !text.matches("\\{\"b\":.*,\"a\":.*");
    }

    @Test
    void numbers() {
        FakeTokenizer tokenizer = FakeTokenizer.of("0", "1", "23", "-", "+", ".", "e", "E");
        Set<List<Integer>> allowed = Walks.all(
                constraint(Grammar.jsonSchema("{\"type\":\"number\"}"), tokenizer), tokenizer, tokenizer.end(), 5);

        assertThat(allowed)
                .isEqualTo(accepted(
                        tokenizer,
                        tokenizer.end(),
                        5,
                        text -> text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,2})?")))
                .hasSizeGreaterThan(1000);
    }

    /** Escapes, surrogates in pairs only, characters torn over tokens. */
    @Test
    void strings() {
        FakeTokenizer tokenizer = FakeTokenizer.ofBytes(
                utf8("\\u"),
                utf8("d8"),
                utf8("dc00"),
                utf8("0"),
                utf8("d"),
                utf8("c"),
                utf8("00"),
                utf8("\\n"),
                bytes(0xE2, 0x82),
                bytes(0xAC),
                utf8("\""));
        int quote = tokenizer.end() - 1;
        Set<List<Integer>> fitting = new HashSet<>();
        for (List<Integer> inside : accepted(tokenizer, tokenizer.end(), 5, text -> true)) {
            List<Integer> tokens = new ArrayList<>(List.of(quote));
            tokens.addAll(inside);
            tokens.add(quote);
            if (isString(tokenizer, tokens)) {
                fitting.add(tokens);
            }
        }

        Set<List<Integer>> allowed = Walks.all(
                constraint(Grammar.jsonSchema("{\"type\":\"string\"}"), tokenizer), tokenizer, tokenizer.end(), 7);
        assertThat(allowed).isEqualTo(fitting).hasSizeGreaterThan(100);
    }

    private static boolean isString(FakeTokenizer tokenizer, List<Integer> tokens) {
        ByteBuffer all = ByteBuffer.allocate(64);
        tokens.forEach(token -> all.put(java.util.Objects.requireNonNull(tokenizer.bytes(token))));
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(all.flip()).toString();
            return Fits.text(text, "{\"type\":\"string\"}") && !loneSurrogate(text);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean loneSurrogate(String text) {
        return text.replaceAll("\\\\ud8[0-9a-f]{2}\\\\udc[0-9a-f]{2}", "").matches(".*\\\\ud[89a-f].*");
    }

    @Test
    void whiteSpaceIsBounded() {
        FakeTokenizer tokenizer = FakeTokenizer.of("[", "]", "1", ",", " ", "\n");
        Set<List<Integer>> allowed = Walks.all(
                constraint(Grammar.jsonSchema("{\"type\":\"array\",\"items\":{\"const\":1}}"), tokenizer),
                tokenizer,
                tokenizer.end(),
                6);

        String gap = "( |\n *)?";
        assertThat(allowed)
                .isEqualTo(accepted(
                        tokenizer,
                        tokenizer.end(),
                        6,
                        text -> text.matches("\\[" + gap + "(1(," + gap + "1)*" + gap + ")?\\]")));
    }

    @Test
    void choices() {
        FakeTokenizer tokenizer = FakeTokenizer.of("a", "b", "ab", "é", "ba");
        List<String> texts = List.of("ab", "abba", "aé", "");

        assertThat(Walks.all(constraint(Grammar.choice(texts), tokenizer), tokenizer, tokenizer.end(), 5))
                .isEqualTo(accepted(tokenizer, tokenizer.end(), 5, texts::contains));
    }

    @Test
    void otherPropertiesAreNotTheNamedOnes() {
        String schema = "{\"type\":\"object\",\"properties\":{\"ab\":{\"type\":\"boolean\"},\"a\\\"\":{},\"é\":{}},"
                + "\"additionalProperties\":{\"const\":1}}";
        FakeTokenizer tokenizer = FakeTokenizer.of(
                "{\"", "\":1}", "\":true}", "a", "b", "\\\"", "é", "\":1,\"", "{", "\"", ":", "1", "}");
        Set<String> texts = new HashSet<>();
        for (List<Integer> tokens :
                Walks.all(constraint(Grammar.jsonSchema(schema), tokenizer), tokenizer, tokenizer.end(), 6)) {
            String text = Walks.text(tokenizer, tokens);
            assertThat(Fits.repeats(text) || Fits.text(text, schema)).as(text).isTrue();
            texts.add(text);
        }
        assertThat(texts).contains("{\"ab\":true}", "{\"a\":1}", "{\"aba\":1}", "{\"\":1}", "{\"b\":1,\"aa\":1}");
        assertThat(texts).doesNotContain("{\"ab\":1}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... values) {
        byte[] all = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = (byte) values[i];
        }
        return all;
    }
}
