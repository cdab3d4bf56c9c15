package io.github.cards4j.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Grammar.Tag;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.template.ExpectedTemplates;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls by a model that nothing holds to a grammar. */
class ReadCallsTest {

    private static final List<ToolSpec> TOOLS = List.of(
            new ToolSpec("weather", null, ToolSpec.NO_PARAMETERS), new ToolSpec("now", null, ToolSpec.NO_PARAMETERS));

    private static List<ToolCall> read(String template, String open, String content) {
        Map<String, ?> variables = template.equals("mistral-args") ? Map.of("call_ids", true) : Map.of();
        return ToolUse.of("a model", ExpectedTemplates.template(template).with(variables))
                .calls(new Tag(open, Grammar.jsonObject(), ""), content, TOOLS, new SplittableRandom(3));
    }

    private static List<ToolCall> hermes(String content) {
        return read("qwen2.5", "<tool_call>", content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': 'weather'} | weather: {}",
                "{'name': 'weather', 'arguments': null} | weather: {}",
                "{'arguments': {'a': [1.50, 12345678901234567890, null]}, 'name': 'now'} |"
                        + " now: {'a':[1.50,12345678901234567890,null]}",
                "{'name': 'weather', 'parameters': {'a': 1}} | weather: {'a':1}",
                "{'name': 'weather', 'arguments': '{\\'a\\': 1}'} | weather: {'a':1}",
                "[{'name': 'now'}, {'name': 'weather', 'arguments': {}}] | now: {}; weather: {}",
                "[] | ``"
            })
    void otherWaysToWriteTheSameAreRead(String content, String calls) {
        List<ToolCall> read = hermes(content.replace('\'', '"'));

        assertThat(String.join(
                        "; ",
                        read.stream()
                                .map(call -> call.name() + ": " + call.argumentsJson())
                                .toList()))
                .isEqualTo(calls.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | nothing where a tool call",
                "{'name': 'weather', 'arguments': {'a' | a tool call that cannot be read as JSON",
                "{'name': 'weather'} and more | a tool call that cannot be read as JSON",
                "weather(1) | a tool call that cannot be read as JSON",
                "'weather' | without a name: 'weather'",
                "{'arguments': {}} | without a name",
                "{'name': 7} | without a name",
                "{'name': 'delete_all', 'arguments': {}} | the tool 'delete_all', but the request has only: weather, now",
                "{'name': 'weather', 'arguments': [1]} | 'weather' with arguments that are not a JSON object: [1]",
                "{'name': 'weather', 'arguments': 'now'} | arguments for the tool 'weather' that cannot be read as JSON"
            })
    void whatCannotBeReadIsAClearError(String content, String message) {
        assertThatThrownBy(() -> hermes(content.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        e -> assertThat(e.getMessage().replace('"', '\'')).contains(message));
    }

    /** The special tokens between name and arguments are no text, and may be missing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weather[ARGS]{'a': 1} | weather: {'a':1}",
                "weather{'a': 1} | weather: {'a':1}",
                "weather[CALL_ID]0a1b2c3d4[ARGS]{} | weather: {}",
                "weather0a1b2c3d4{} | weather: {}",
                "now [ARGS] {} | now: {}"
            })
    void mistralsNewFormIsRead(String content, String call) {
        List<ToolCall> read = read("mistral-args", "[TOOL_CALLS]", content.replace('\'', '"'));

        assertThat(read).hasSize(1);
        assertThat(read.get(0).name() + ": " + read.get(0).argumentsJson()).isEqualTo(call.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weather | nothing where arguments for the tool 'weather'",
                "weathers[ARGS]{} | the tool 'weathers', but",
                "weather2[CALL_ID]0a1b2c3d4[ARGS]{} | the tool 'weather2', but",
                "weather[ARGS]{1} | arguments for the tool 'weather' that cannot be read"
            })
    void mistralsNewFormNamesWhatIsWrong(String content, String message) {
        assertThatThrownBy(() -> read("mistral-args", "[TOOL_CALLS]", content))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    @Test
    void llamasCallBeginsInItsTag() {
        assertThat(read("llama-3.2", "{\"name\": \"", "now\", \"parameters\": {}}"))
                .extracting(ToolCall::name)
                .containsExactly("now");
        assertThat(read("llama-3.2", "<|python_tag|>", "{\"name\": \"now\", \"parameters\": {}}"))
                .extracting(ToolCall::name)
                .containsExactly("now");
        assertThat(read("llama-3.2", "{\"type\": \"function\", \"name\": \"", "now\", \"parameters\": {}}"))
                .extracting(ToolCall::name)
                .containsExactly("now");
    }

    @Test
    void theSameAnswerHasTheSameIds() {
        assertThat(hermes("[{\"name\":\"now\"},{\"name\":\"now\"}]"))
                .isEqualTo(hermes("[{\"name\":\"now\"},{\"name\":\"now\"}]"))
                .extracting(ToolCall::id)
                .doesNotHaveDuplicates();
    }
}
