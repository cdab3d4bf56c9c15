package io.github.cards4j.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad templates, bounds, and marks. What good ones render is compared with the original elsewhere. */
class JinjaTemplateTest {

    private static List<Piece> render(String template, Object... variables) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            values.put((String) variables[i], variables[i + 1]);
        }
        return JinjaTemplate.parse("test", template).render(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', textBlock = """
            a{{ x @ 1 @ 2 @ not closed: no }}
            {{ 'x }} @ 1 @ 4 @ string is not closed
            {% if x %} @ 1 @ 4 @ no elif or else or endif
            {{ x | nope }} @ 1 @ 8 @ unknown filter 'nope'
            {{ x is nope }} @ 1 @ 9 @ unknown test 'nope'
            {{ nope() }} @ 1 @ 4 @ unknown function 'nope'
            {% nope %} @ 1 @ 4 @ unknown tag 'nope'
            {% include 'a' %} @ 1 @ 4 @ unsupported tag 'include'
            {% break %} @ 1 @ 4 @ outside of a loop
            {{ (1, 2] }} @ 1 @ 9 @ unexpected ']', expected ')'
            {{ 1 ? 2 }} @ 1 @ 6 @ unexpected character '?'
            {{ 1 2 }} @ 1 @ 6 @ expected '}}', got '2'
            {% set 1 = 2 %} @ 1 @ 8 @ expected the name of a variable
            {% set true = 2 %} @ 1 @ 8 @ can't assign to 'true'
            {% for x of y %} @ 1 @ 10 @ expected 'in'
            {% endif %} @ 1 @ 4 @ unknown tag 'endif'
            {# x @ 1 @ 1 @ missing end of comment
            {% raw %}x @ 1 @ 1 @ missing end of raw block
            {{ }} @ 1 @ 4 @ expected an expression
            {{ '\\xg0' }} @ 1 @ 4 @ malformed
            """)
    void sayWhereATemplateIsWrong(String template, int line, int column, String problem) {
        assertThatThrownBy(() -> JinjaTemplate.parse("the model", template.strip()))
                .isInstanceOf(ModelException.class)
                .isInstanceOfSatisfying(ChatTemplateException.class, e -> {
                    assertThat(e.detail()).contains(problem);
                    assertThat(List.of(e.line(), e.column())).isEqualTo(List.of(line, column));
                    assertThat(e.getMessage()).contains("the model", "line " + line + ", column " + column);
                    assertThat(e.refusal()).isFalse();
                });
    }

    @Test
    void countLinesAsTheFileHasThem() {
        assertThatThrownBy(() -> JinjaTemplate.parse("m", "{# a\r\n #}\r\n{%- if true -%}\n\n  {{ x | nope }}"))
                .isInstanceOfSatisfying(ChatTemplateException.class, e -> assertThat(List.of(e.line(), e.column()))
                        .isEqualTo(List.of(5, 10)));
        assertThatThrownBy(() -> render("\n\n{{ 1 + x.y.z }}", "x", Map.of()))
                .isInstanceOfSatisfying(ChatTemplateException.class, e -> {
                    assertThat(e.line()).isEqualTo(3);
                    assertThat(e.detail()).isEqualTo("'dict object' has no attribute 'y'");
                });
    }

    @Test
    void aFunctionThatIsLookedForFirstMayBeMissing() {
        assertThat(render("{% if nope is defined %}{{ nope() }}{% endif %}ok")).containsExactly(Piece.template("ok"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
                "{{ 'x' * 999999999 }}",
                "{{ ('x' * 9999999) * 9999999 }}",
                "{{ [1] * 999999999 }}",
                "{{ 9 ** 99999 }}",
                "{{ range(999999999) }}",
                "{{ '%999999999d' % 1 }}{{ '%999999999d' % 1 }}{% for a in range(999) %}{{ '%99999d' % 1 }}{% endfor %}",
                "{{ 'x' | center(999999999) }}",
                "{% set ns = namespace(a='x') %}{% for i in range(99) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}",
                "{% set ns = namespace(a=[1]) %}{% for i in range(999) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}",
                "{% set ns = namespace(a=[]) %}{% for i in range(999) %}{% set ns.a = [ns.a] %}{% endfor %}",
                "{% set ns = namespace(a='x' * 99999) %}{% for i in range(99999) %}{{ ns.a | upper | length }}{% endfor %}",
                "{% set a = 'x' * 99999 %}{{ a.replace('x', a) }}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% for i in range(99999) %}{% if messages == other %}{% endif %}{% endfor %}",
            })
    void renderingEnds(String template) {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            many.add("text");
        }
        assertThatThrownBy(() -> render(template, "messages", many, "other", new ArrayList<>(many)))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("line 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '"', textBlock = """
            {{           @ (             @ )             @ }}
            {{           @ [             @ ]             @ }}
            {{           @ not           @ ""            @ }}
            {{           @ -             @ ""            @ }}
            {{           @ {'a':         @ }             @ }}
            {{           @ x if x else   @ ""            @ }}
            ""           @ {% if x %}    @ {% endif %}   @ ""
            """)
    void deepNestingIsRefused(String begin, String opening, String closing, String end) {
        String deep = begin + (" " + opening + " ").repeat(5000) + "1" + closing.repeat(5000) + " " + end;
        assertThatThrownBy(() -> JinjaTemplate.parse("m", deep))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("nested more than 100 deep");
    }

    @Test
    void longExpressionsAreRefused() {
        assertThatThrownBy(() -> render("{{ 1" + " + 1".repeat(5000) + " }}"))
                .isInstanceOf(ChatTemplateException.class);
        assertThatThrownBy(() -> render("{{ x" + ".a".repeat(5000) + " }}")).isInstanceOf(ChatTemplateException.class);
        assertThat(render("{{ 1" + " + 1".repeat(200) + " }}")).containsExactly(Piece.template("201"));
    }

    @Test
    void deepInputIsRefused() {
        Object deep = "x";
        for (int i = 0; i < 200; i++) {
            deep = List.of(deep);
        }
        Object nested = deep;
        assertThatThrownBy(() -> render("{{ x }}", "x", nested))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void textFromOutsideIsNeverCode() {
        String code = "{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}{# c #}";
        assertThat(render("{{ x }}{{ [x] | join }}{{ x | replace('q', x) }}", "x", code))
                .containsExactly(Piece.text(code.repeat(3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '"', textBlock = """
            {{ x[1:] ~ '|' ~ x[::-1] }} @ «bc»|«cba
            {{ 'a' + x * 2 }} @ a«abcabc
            {{ x | tojson }} @ \\"«abc»\\"
            {{ {'k': x} | tojson }} @ {\\"k\\": \\"«abc»\\"}
            {{ [x] }} @ ['«abc»']
            {{ x | upper }}{{ x.title() }} @ «ABCAbc
            {{ 'b' in x }}{{ x | length }} @ True3
            {{ x.split('b') | join('-') }} @ «a»-«c
            {{ x.replace('b', '<') }} @ «a»<«c
            {{ '<b>'.replace('b', x) }} @ <«abc»>
            {{ x.strip('a') ~ x.rstrip('c') }} @ «bcab
            {{ '%s!' % x }} @ «abc»!
            {{ '{}!'.format(x) }} @ «abc»!
            {% set y %}<{{ x }}>{% endset %}{{ y }} @ <«abc»>
            {% macro m(v) %}<{{ v }}>{% endmacro %}{{ m(x) | upper }} @ <«ABC»>
            {% set n = namespace(t='') %}{% set n.t = n.t ~ x %}{{ n.t }} @ «abc
            {% for c in x %}{{ c }}.{% endfor %} @ «a».«b».«c».
            {{ x | first ~ x | last }} @ «ac
            {{ x | center(5) }} @ " «abc» "
            {{ (x ~ '\\n' ~ x) | indent(1) }} @ "«abc»\\n «abc"
            {{ '<' ~ x ~ '>' if x else '' }} @ <«abc»>
            {{ {x: 1} | items | first | first }} @ «abc
            """)
    void marksSurvive(String template, String expected) {
        StringBuilder marked = new StringBuilder();
        boolean user = false;
        for (Piece piece : render(template, "x", "abc")) {
            if (piece.template() == user) {
                marked.append(user ? '»' : '«');
                user = !user;
            }
            marked.append(piece.text());
        }
        assertThat(marked).hasToString(expected.replace("\\\"", "\"").replace("\\n", "\n"));
    }
}
