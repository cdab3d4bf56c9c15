package io.github.cards4j.samples.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.cards4j.samples.chat.http.Connection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class CompletionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ToolExecutionRequest CALL = ToolExecutionRequest.builder()
            .id("1")
            .name("track")
            .arguments("{\"id\":\"7\"}")
            .build();
    private static final ChatResponse CALLED = called(FinishReason.TOOL_EXECUTION);

    private static ChatResponse called(FinishReason reason) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(CALL))
                .finishReason(reason)
                .tokenUsage(new TokenUsage(3, 4))
                .build();
    }

    /** A token a character. */
    private static Completion completion() {
        TokenCountEstimator letters = new TokenCountEstimator() {
            @Override
            public int estimateTokenCountInText(String text) {
                return text.length();
            }

            @Override
            public int estimateTokenCountInMessage(ChatMessage message) {
                return ((UserMessage) message).singleText().length();
            }

            @Override
            public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
                int tokens = 0;
                for (ChatMessage message : messages) {
                    tokens += estimateTokenCountInMessage(message);
                }
                return tokens;
            }
        };
        return new Completion("m", List.of(UserMessage.from("Hello")), letters);
    }

    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final Connection connection = new Connection(new MockHttpServletRequest(), response, JSON);

    @Test
    void aWholeCall() throws IOException {
        WholeCompletion whole = new WholeCompletion(connection, completion());
        whole.onToolCall(0, CALL);
        whole.onComplete(CALLED);
        JsonNode choice =
                JSON.readTree(response.getContentAsString()).path("choices").path(0);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.path("message").path("content").isNull()).isTrue();
        assertCall(choice.path("message").path("tool_calls").path(0));
    }

    /** OpenAI's API says so, too, of calls that the length limit has ended. */
    @Test
    void aCallThatIsKeptShort() throws IOException {
        new WholeCompletion(connection, completion()).onComplete(called(FinishReason.LENGTH));
        JsonNode choice =
                JSON.readTree(response.getContentAsString()).path("choices").path(0);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
        assertCall(choice.path("message").path("tool_calls").path(0));
    }

    @Test
    void aStreamedCall() throws IOException {
        StreamedCompletion streamed = new StreamedCompletion(connection, completion(), false);
        streamed.onToolCall(0, CALL);
        streamed.onComplete(CALLED);
        String[] events = response.getContentAsString().split("\n\n");
        assertThat(events).hasSize(4);
        JsonNode call = chunk(events[1]).path("delta").path("tool_calls").path(0);
        assertThat(call.path("index").asInt(-1)).isZero();
        assertCall(call);
        assertThat(chunk(events[2]).path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(events[3]).isEqualTo("data: [DONE]");
    }

    @Test
    void whatIsHeldBackIsFiltered() throws IOException {
        new WholeCompletion(connection, completion()).onFailure(new ContentFilteredException("nothing passed"));
        JsonNode whole = JSON.readTree(response.getContentAsString());
        JsonNode choice = whole.path("choices").path(0);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("content_filter");
        assertThat(choice.path("message").path("content").asText("none")).isEmpty();
        assertThat(whole.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":5,\"completion_tokens\":0,\"total_tokens\":5}");
    }

    @Test
    void aStreamWhoseRestIsHeldBackStillSaysWhatItUsed() throws IOException {
        StreamedCompletion streamed = new StreamedCompletion(connection, completion(), true);
        streamed.onText("Well, ");
        streamed.onText("no");
        streamed.onFailure(new ContentFilteredException("nothing passed"));
        String[] events = response.getContentAsString().split("\n\n");
        assertThat(events).hasSize(6);
        assertThat(chunk(events[3]).path("finish_reason").asText()).isEqualTo("content_filter");
        JsonNode last = JSON.readTree(events[4].substring("data: ".length()));
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":5,\"completion_tokens\":8,\"total_tokens\":13}");
        assertThat(events[5]).isEqualTo("data: [DONE]");
    }

    @Test
    void aFailureInMidStreamIsTheLastEvent() throws IOException {
        StreamedCompletion streamed = new StreamedCompletion(connection, completion(), false);
        streamed.onText("Hello");
        streamed.onFailure(new InternalServerException("secret path"));
        String[] events = response.getContentAsString().split("\n\n");
        assertThat(events[2]).contains("\"error\"").contains("server_error").doesNotContain("secret");
        assertThat(events).hasSize(3);
    }

    private static JsonNode chunk(String event) throws IOException {
        return JSON.readTree(event.substring("data: ".length())).path("choices").path(0);
    }

    private static void assertCall(JsonNode call) {
        assertThat(call.path("id").asText()).isEqualTo("1");
        assertThat(call.path("type").asText()).isEqualTo("function");
        assertThat(call.path("function").path("name").asText()).isEqualTo("track");
        assertThat(call.path("function").path("arguments").asText()).isEqualTo("{\"id\":\"7\"}");
    }
}
