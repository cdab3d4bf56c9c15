package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.template.ExpectedTemplates;
import io.github.cards4j.tools.ToolChoice;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent may have a hundred tools, in each form: a list of calls has room for all of them in each of its places. */
@Timeout(120)
class ManyToolsTest {

    private static final String SCHEMA = """
            {"type":"object","properties":{
              "customerNumber":{"type":"integer"},"deliveryAddress":{"type":"string"},
              "urgency":{"type":"string","enum":["none","some","all"]},"price":{"type":"number"},
              "articles":{"type":"array","items":{"type":"string"}},"gift":{"type":"boolean"}},
             "required":["customerNumber"]}""";

    private static final List<ToolSpec> TOOLS = IntStream.range(0, 100)
            .mapToObj(i -> new ToolSpec("change_order_" + i, "Changes orders of kind " + i + ".", SCHEMA))
            .toList();

    private static final String LAST = "{'name': 'change_order_99', 'arguments': {'customerNumber': 7, 'gift': true}}";
    private static final String FIRST = "{'name': 'change_order_0', 'arguments': {'customerNumber': 8}}";

    private static List<ToolCall> calls(String template, String answer) {
        ScriptedModel model = new ScriptedModel(
                (prompt, soFar, u) ->
                        soFar.length() < answer.length() ? answer.charAt(soFar.length()) : ScriptedModel.END,
                1_000_000);
        GenerationOptions plain = GenerationOptions.builder().strength(0.0).build();
        try (Cards cards = Cards.of(model, null, ExpectedTemplates.template(template))) {
            return cards.generate(CardsRequest.of("Change it.")
                            .with(TOOLS, ToolChoice.REQUIRED)
                            .with(plain))
                    .toolCalls();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "smollm2-tool-use | <tool_call>[%s, %s]</tool_call>",
                "mistral-tools | [TOOL_CALLS] [%s, %s]",
                "qwen2.5 | `<tool_call>\n%s\n</tool_call>\n<tool_call>\n%s\n</tool_call>`"
            })
    void severalOfAHundred(String template, String form) {
        assertThat(calls(template, form.formatted(LAST, FIRST).replace('\'', '"')))
                .extracting(call -> call.name() + call.argumentsJson())
                .containsExactly(
                        "change_order_99{\"customerNumber\":7,\"gift\":true}", "change_order_0{\"customerNumber\":8}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "llama-3.1 | {'name': 'change_order_99', 'parameters': {'customerNumber': 7}}",
                "mistral-args | [TOOL_CALLS]change_order_99[ARGS]{'customerNumber': 7}"
            })
    void oneOfAHundred(String template, String answer) {
        assertThat(calls(template, answer.replace('\'', '"')))
                .extracting(call -> call.name() + call.argumentsJson())
                .containsExactly("change_order_99{\"customerNumber\":7}");
    }
}
