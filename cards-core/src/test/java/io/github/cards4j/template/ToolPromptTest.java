package io.github.cards4j.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tools, calls and results as values of this project, against what transformers makes of its own. */
class ToolPromptTest {

    private static Stream<JsonNode> cases() {
        return ExpectedTemplates.cases().filter(one -> {
            JsonNode request = one.get("request");
            String messages = request.get("messages").textValue();
            return request.path("tools").asBoolean()
                    && request.path("add_generation_prompt").asBoolean()
                    && !request.has("variables")
                    && List.of("one", "tool", "hostile").contains(messages);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesWhatTransformersWrites(JsonNode one) {
        ModelChatTemplate template =
                ExpectedTemplates.template(one.get("template").textValue());
        List<Message> conversation = StreamSupport.stream(
                        ExpectedTemplates.conversation(
                                        one.get("request").get("messages").textValue())
                                .spliterator(),
                        false)
                .map(ToolPromptTest::message)
                .toList();
        if (one.has("text")) {
            assertThat(ExpectedTemplates.text(template.prompt(conversation, tools())))
                    .isEqualTo(one.get("text").textValue());
        } else {
            assertThatThrownBy(() -> template.prompt(conversation, tools())).isInstanceOf(ChatTemplateException.class);
        }
    }

    private static List<ToolSpec> tools() {
        return ExpectedTemplates.tools()
                .map(tool -> tool.get("function"))
                .map(tool -> new ToolSpec(
                        tool.get("name").textValue(),
                        tool.get("description").textValue(),
                        tool.get("parameters").toString()))
                .toList();
    }

    private static Message message(JsonNode message) {
        String text = message.get("content").textValue();
        return switch (message.get("role").textValue()) {
            case "system" -> Message.system(text);
            case "user" -> Message.user(text);
            case "tool" ->
                Message.tool(
                        message.get("tool_call_id").textValue(),
                        message.get("name").textValue(),
                        text);
            default ->
                Message.assistant(
                        text,
                        StreamSupport.stream(message.path("tool_calls").spliterator(), false)
                                .map(call -> new ToolCall(
                                        call.get("id").textValue(),
                                        call.get("function").get("name").textValue(),
                                        call.get("function").get("arguments").toString()))
                                .toList());
        };
    }

    @Test
    void whatIsNoJsonObjectIsRefusedByName() {
        ModelChatTemplate template = ExpectedTemplates.template("qwen2.5");
        List<Message> question = List.of(Message.user("?"));

        assertThatThrownBy(() -> template.prompt(question, List.of(new ToolSpec("weather", null, "[]"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema of tool 'weather'");
        assertThatThrownBy(() -> template.prompt(question, List.of(new ToolSpec("weather", null, "{"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema of tool 'weather'");
        List<Message> called =
                List.of(Message.user("?"), Message.assistant("", List.of(new ToolCall("c1", "weather", "now"))));
        assertThatThrownBy(() -> template.prompt(called, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("call 'c1' of tool 'weather'");
    }

    @Test
    void aSmolLm2TemplateGetsOneForToolsAndKeepsItsName() {
        String own = ExpectedTemplates.resource("smollm2.jinja")
                .replace("small and quick.", "named SmolLM, trained by Hugging Face");
        ModelChatTemplate template = ModelChatTemplate.of("smol", Map.of(ModelChatTemplate.DEFAULT, own), Map.of());
        ModelChatTemplate complete = ToolTemplates.complete(template);
        List<Message> question = List.of(Message.user("?"));

        assertThat(complete.name()).isEqualTo(template.name());
        assertThat(complete.prompt(question)).isEqualTo(template.prompt(question));
        assertThat(ExpectedTemplates.text(complete.prompt(question, tools())))
                .contains("<tools>[{\"type\": \"function\", \"function\": {\"name\": \"weather\"");
    }

    @Test
    void aTemplateThatTakesToolsByItselfStaysAsItIs() {
        String own = ExpectedTemplates.resource("smollm3.jinja")
                .replace("made for tests.", "named SmolLM, trained by Hugging Face");
        ModelChatTemplate template = ModelChatTemplate.of("smol", Map.of(ModelChatTemplate.DEFAULT, own), Map.of());

        assertThat(ToolTemplates.complete(template)).isSameAs(template);
    }
}
