package io.github.cards4j.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'string','pattern':'a+'} | # | keyword pattern",
                "{'properties':{'a':{'items':{'minimum':3}}}} | #/properties/a/items | keyword minimum",
                "{'anyOf':[{'type':'string'},{'oneOf':[]}]} | #/anyOf/1 | keyword oneOf",
                "{'$defs':{'x':{'minLength':1}},'$ref':'#/$defs/x'} | #/$defs/x | keyword minLength",
                "{'type':'text'} | # | type must be one of",
                "{'type':[]} | # | type is an empty list",
                "{'enum':[]} | # | enum has no value",
                "{'type':'integer','enum':['a']} | # | enum has no value of type [integer]",
                "{'anyOf':[]} | # | anyOf must be a list",
                "{'anyOf':[{}],'type':'string'} | # | anyOf and type together",
                "{'$ref':'other.json'} | # | $ref must point into this schema",
                "{'$ref':'#/nowhere'} | # | points to nothing",
                "{'minItems':2,'maxItems':1} | # | minItems 2 is above maxItems 1",
                "{'minItems':2000} | # | up to 1000",
                "{'maxItems':-1} | # | whole number of at least 0",
                "{'properties':[]} | # | properties must be an object",
                "{'properties':{'a':3}} | #/properties/a | must be an object",
                "{'required':'a'} | # | required must be a list",
                "{'items':false} | #/items | is false, which nothing fits",
                "[] | # | must be an object",
                "{'type': | the JSON schema | is not JSON",
                "{} {} | the JSON schema | is not JSON",
            })
    void whatCannotBeHeldToIsRefusedByNameAndPlace(String quoted, String place, String problem) {
        assertThatThrownBy(() -> Grammar.jsonSchema(quoted.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(place, problem);
    }

    @Test
    void whatSaysNothingOfValuesIsIgnored() {
        Grammar.jsonSchema("{\"$schema\":\"x\",\"title\":\"t\",\"description\":\"d\",\"default\":1,\"examples\":[],"
                + "\"format\":\"date\",\"type\":\"string\",\"uniqueItems\":false}");
        assertThat(Grammar.jsonSchema("{\"type\":\"string\"}"))
                .isEqualTo(Grammar.jsonSchema(" {\"type\" : \"string\"}"))
                .isNotEqualTo(Grammar.jsonSchema("{\"type\":\"integer\"}"));
    }

    @Test
    void tagsAreChecked() {
        Grammar.Tag tag = new Grammar.Tag("<a>", Grammar.jsonObject(), "</a>");
        assertThatThrownBy(() -> new Grammar.Tag("", Grammar.jsonObject(), "x")).hasMessageContaining("open is empty");
        assertThatThrownBy(() -> Grammar.tagged(List.of(tag), 2, 1, true)).hasMessageContaining("least is 2");
        assertThatThrownBy(() -> Grammar.tagged(List.of(), 0, 1, true)).hasMessageContaining("at least one tag");
        Grammar.Tag inner = new Grammar.Tag("x<a>", Grammar.jsonObject(), "</a>");
        assertThatThrownBy(() -> Grammar.tagged(List.of(tag, inner), 0, 1, true))
                .hasMessageContaining("'x<a>' contains '<a>'");
        Grammar tagged = Grammar.tagged(List.of(tag), 0, 1, true);
        assertThatThrownBy(() -> Grammar.sequence(tagged)).hasMessageContaining("whole answer");
    }
}
