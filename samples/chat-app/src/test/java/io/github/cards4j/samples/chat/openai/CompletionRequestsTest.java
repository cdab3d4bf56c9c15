package io.github.cards4j.samples.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.http.ApiException;
import io.github.cards4j.samples.chat.http.Fields;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Requests with tools, which the embedded models cannot be told of. */
class CompletionRequestsTest {

    private static final String TRACK = """
            {"type":"function","function":{"name":"track","description":"Finds a parcel.","strict":true,
             "parameters":{"$schema":"x","title":"Track","type":"object",
                           "properties":{"id":{"type":"string","title":"Id"}},"required":["id"]}}}""";
    private static final String NOW = "{\"type\":\"function\",\"function\":{\"name\":\"now\"}}";
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    private static ChatRequest read(String body) throws IOException {
        ChatAppProperties limits = new ChatAppProperties(
                null,
                List.of(),
                false,
                false,
                DataSize.ofKilobytes(256),
                64,
                16_000,
                64_000,
                1024,
                32,
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
        Fields fields = Fields.of(new ObjectMapper().readTree("{\"model\":\"m\"," + body + "}"), "");
        return new CompletionRequests(() -> java.util.Set.of("m"), limits)
                .read(fields)
                .chat();
    }

    @Test
    void toolsAreTold() throws IOException {
        ChatRequest request = read(HELLO + ",\"tools\":[" + TRACK + "," + NOW + "],\"tool_choice\":\"required\"");
        assertThat(request.toolSpecifications()).hasSize(2);
        assertThat(request.toolSpecifications().get(0).name()).isEqualTo("track");
        assertThat(request.toolSpecifications().get(0).description()).isEqualTo("Finds a parcel.");
        assertThat(request.toolSpecifications().get(0).parameters().required()).containsExactly("id");
        assertThat(request.toolSpecifications().get(1).parameters()).isNull();
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    }

    @Test
    void aToolThatMustBeCalledIsTheOnlyOne() throws IOException {
        String choice = ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"now\"}}";
        ChatRequest request = read(HELLO + ",\"tools\":[" + TRACK + "," + NOW + "]" + choice);
        assertThat(request.toolSpecifications()).singleElement().satisfies(tool -> assertThat(tool.name())
                .isEqualTo("now"));
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
        assertThatThrownBy(() -> read(HELLO + ",\"tools\":[" + TRACK + "]" + choice))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'now'");
    }

    @Test
    void callsAndTheirResultsAreMessages() throws IOException {
        ChatRequest request = read("""
                "messages":[
                 {"role":"developer","content":"Be kind."},
                 {"role":"user","content":[{"type":"text","text":"Where is"},{"type":"text","text":"my parcel?"}],"name":"Eve"},
                 {"role":"assistant","content":null,"tool_calls":[
                  {"id":"1","type":"function","function":{"name":"track","arguments":"{\\"id\\":\\"7\\"}"}}]},
                 {"role":"tool","tool_call_id":"1","content":"In Lyon."}]""");
        assertThat(request.messages().get(0)).isEqualTo(SystemMessage.from("Be kind."));
        assertThat(((UserMessage) request.messages().get(1)).singleText()).isEqualTo("Where is\nmy parcel?");
        AiMessage called = (AiMessage) request.messages().get(2);
        assertThat(called.toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.id()).isEqualTo("1");
            assertThat(call.name()).isEqualTo("track");
            assertThat(call.arguments()).isEqualTo("{\"id\":\"7\"}");
        });
        ToolExecutionResultMessage result =
                (ToolExecutionResultMessage) request.messages().get(3);
        assertThat(result.toolName()).isEqualTo("track");
        assertThat(result.text()).isEqualTo("In Lyon.");
    }
}
