package io.github.cards4j.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.fake.FakeTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of a model that knows nothing, over all bytes and some longer tokens: right within every limit. */
class RandomTextTest {

    private static final FakeTokenizer BYTES = bytes(
            "{\"",
            "\":",
            "\": ",
            "\",",
            "\", \"",
            "\"}",
            "},",
            "}}",
            "[[[[",
            "]]",
            "]]]",
            ",\n  \"",
            "\n    ",
            "\n\n",
            "  ",
            " true",
            "tru",
            "fal",
            "null",
            "\\u",
            "\\\"",
            "name",
            "\"name\"",
            "na",
            "me\":",
            "123",
            "0.",
            "e+",
            "-1",
            "é",
            "😀",
            "hello",
            " world",
            "\"},{\"");

    private static FakeTokenizer bytes(String... longer) {
        List<byte[]> pieces = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            pieces.add(new byte[] {(byte) b});
        }
        for (String piece : longer) {
            pieces.add(piece.getBytes(StandardCharsets.UTF_8));
        }
        return FakeTokenizer.ofBytes(pieces.toArray(byte[][]::new));
    }

    private static Constraint constraint(Grammar grammar) {
        return Constraint.of(grammar, BYTES, Set.of(BYTES.end()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'name':{'type':'string'},'age':{'type':'integer'},"
                        + "'tags':{'type':'array','items':{'type':'string'}},'open':{'type':'boolean'}},"
                        + "'required':['name','age']}",
                "{'type':'object','properties':{'colour':{'type':'string','enum':['red','reddish','green']},"
                        + "'size':{'type':['number','null']},'kind':{'const':'x'}},'required':['colour','size','kind']}",
                "{'$defs':{'node':{'type':'object','properties':{'value':{'type':'integer'},"
                        + "'next':{'anyOf':[{'$ref':'#/$defs/node'},{'type':'null'}]}},'required':['value','next']}},"
                        + "'$ref':'#/$defs/node'}",
                "{'type':'array','items':{'anyOf':[{'type':'string'},{'type':'array','items':{'type':'number'}}]},"
                        + "'minItems':3,'maxItems':5}",
                "{'type':'array','items':{'type':'object','properties':{'größe':{'type':'number'},'a b':{}},"
                        + "'required':['größe']},'minItems':2}",
                "{'description':'any','title':'thing'}",
            })
    void fitsTheSchemaWithinEveryLimit(String quoted) {
        String schema = quoted.replace('\'', '"');
        Constraint constraint = constraint(Grammar.jsonSchema(schema));
        for (int seed = 0; seed < 200; seed++) {
            int limit = constraint.leastTokens() + seed % 60;
            List<Integer> tokens = Walks.random(constraint, BYTES, BYTES.end(), limit, seed);
            assertThat(tokens.size()).isLessThan(limit);
            String text = Walks.text(BYTES, tokens);
            assertThat(Fits.repeats(text) || Fits.text(text, schema)).as(text).isTrue();
        }
    }

    private static boolean accepts(Constraint constraint, String text) {
        Position at = constraint.start();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            int token = one & 0xff;
            if (!at.mask(1000).allows(token)) {
                return false;
            }
            at = at.after(token);
        }
        return at.mask(1000).allows(BYTES.end());
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "-7, true",
        "07, false",
        "922337203685477580, true",
        "1234567890123456789, true",
        "8999999999999999999, true",
        "9223372036854775807, true",
        "-9223372036854775807, true",
        "9223372036854775808, false",
        "9223372036854775810, false",
        "9300000000000000000, false",
        "930000000000000000, true",
        "12345678901234567890, false",
    })
    void wholeNumbersAreThoseOfALong(String number, boolean fits) {
        assertThat(accepts(constraint(Grammar.jsonSchema("{\"type\":\"integer\"}")), number))
                .isEqualTo(fits);
        Constraint any = constraint(Grammar.jsonSchema("{\"type\":\"number\"}"));
        assertThat(accepts(any, number)).isEqualTo(fits);
        assertThat(accepts(any, number + ".5e-3")).isEqualTo(fits);
    }

    @Test
    void jsonObjectsNestAndEnd() {
        Constraint constraint = constraint(Grammar.jsonObject());
        int deepest = 0;
        for (int seed = 0; seed < 300; seed++) {
            List<Integer> tokens = Walks.random(constraint, BYTES, BYTES.end(), 3 + seed, seed);
            String text = Walks.text(BYTES, tokens);
            assertThat(Fits.json(text)).as(text).isTrue();
            assertThat(text).startsWith("{").endsWith("}");
            deepest = Math.max(deepest, depth(text));
        }
        assertThat(deepest).isBetween(4, 20);
    }

    private static int depth(String json) {
        int depth = 0;
        int deepest = 0;
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString && c == '\\') {
                i++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == '{' || c == '[')) {
                deepest = Math.max(deepest, ++depth);
            } else if (!inString && (c == '}' || c == ']')) {
                depth--;
            }
        }
        return deepest;
    }

    @Test
    void aTighterLimitIsRefusedInAdvance() {
        Constraint constraint = constraint(Grammar.jsonSchema(
                "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}"));
        constraint.requireRoom(constraint.leastTokens());
        assertThat(constraint.leastTokens()).isBetween(6, 9);
        assertThatThrownBy(() -> constraint.requireRoom(constraint.leastTokens() - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raise maxNewTokens");
    }

    @Test
    void whatNoTextFitsIsRefused() {
        assertThatThrownBy(() -> constraint(Grammar.jsonSchema(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no text fits");
        FakeTokenizer letters = FakeTokenizer.of("a", "b");
        assertThatThrownBy(() -> Constraint.of(Grammar.jsonObject(), letters, Set.of(letters.end())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no text fits");
        assertThatThrownBy(() -> Constraint.of(Grammar.choice(List.of("a")), letters, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token to end answers");
    }

    @Test
    void masksAreTheSameObjectsWhenAskedAgain() {
        Constraint constraint = constraint(Grammar.jsonObject());
        Position inString = constraint.start().after('{').after('"').after('a');
        assertThat(inString.after('b').mask(500)).isSameAs(inString.mask(500));
        assertThat(constraint(Grammar.jsonObject()).start().mask(500))
                .isSameAs(constraint.start().mask(500));
    }

    @Test
    void forcedTextIsTold() {
        Constraint constraint = constraint(Grammar.jsonSchema(
                "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"boolean\"}},\"required\":[\"name\"]}"));
        Position start = constraint.start();
        assertThat(start.forced(100)).isTrue();
        assertThat(start.after('{').forced(100)).isFalse();
        Position inName = start.after('{').after('"').after('n');
        assertThat(inName.forced(100)).isTrue();
        assertThat(inName.mask(100).count()).isEqualTo(1);
        assertThat(inName.after('a').after('m').after('e').after('"').after(':').forced(100))
                .isFalse();
    }
}
