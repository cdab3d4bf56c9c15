package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.template.ModelChatTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/**
 * LangChain4j's OpenAI client gives the application tools over HTTP: it gets calls, sends what the tools returned, and gets an
 * answer. The embedded models cannot be told of tools, so a script answers, in Hermes' form.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class OpenAiToolsTest {

    private static final String TEMPLATE = """
            {%- if tools %}{{ "<|im_start|>system\\nTools: " + tools | tojson + "<|im_end|>\\n" }}{% endif %}
            {%- for message in messages %}
                {{- "<|im_start|>" + message.role + "\\n" + message.content }}
                {%- for call in message.tool_calls or [] %}
                    {{- "\\n<tool_call>\\n" + {"name": call.function.name, "arguments": call.function.arguments} | tojson }}
                    {{- "\\n</tool_call>" }}
                {%- endfor %}
                {{- "<|im_end|>\\n" }}
            {%- endfor %}
            {{- "<|im_start|>assistant\\n" if add_generation_prompt }}""";

    private static final ToolSpecification TRACK = ToolSpecification.builder()
            .name("track")
            .description("Finds a parcel.")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("id")
                    .addBooleanProperty("express")
                    .required("id")
                    .build())
            .build();
    private static final ToolSpecification NOW =
            ToolSpecification.builder().name("now").build();

    private static final UserMessage QUESTION = UserMessage.from("Where is parcel 7, and what time is it?");
    private static final String ANSWER = "It is noon, and the parcel is in Lyon.";

    @TestConfiguration(proxyBeanMethods = false)
    static class Agent {

        @Bean(destroyMethod = "close")
        Cards cards() {
            GenerationOptions judged = GenerationOptions.builder()
                    .targetReward(1.0)
                    .rewardTemperature(0.1)
                    .uncertaintyThreshold(3.0)
                    .maxNewTokens(1000)
                    .build();
            return Cards.of(
                    new ScriptedModel(Agent::answer),
                    new AnyReward(1),
                    ModelChatTemplate.of("hermes", Map.of(ModelChatTemplate.DEFAULT, TEMPLATE), Map.of()),
                    CardsOptions.builder().llm("scripted").defaults(judged).build());
        }

        /** Calls what it was told of; answers only once both results stand behind their calls. */
        private static String answer(String prompt) {
            if (prompt.contains("<|im_start|>tool")) {
                return prompt.contains(
                                "</tool_call><|im_end|>\n<|im_start|>tool\nin Lyon<|im_end|>\n<|im_start|>tool\nnoon")
                        ? ANSWER
                        : "The results are not where they belong: " + prompt;
            }
            return (prompt.contains("Finds a parcel.") ? call("track", "{\"id\": \"7 \\\"x\\\"\"}") : "")
                    + (prompt.contains("\"now\"") ? "\n" + call("now", "{}") : "");
        }

        private static String call(String name, String arguments) {
            return "<tool_call>\n{\"name\": \"%s\", \"arguments\": %s}\n</tool_call>".formatted(name, arguments);
        }
    }

    private interface Asking {
        ChatResponse ask(ChatRequest request) throws Exception;
    }

    @LocalServerPort
    int port;

    @Test
    void toolsAreCalledAndTheirResultsAreAnswered() throws Exception {
        assertConversation(whole()::chat);
    }

    @Test
    void theyAreInAStreamToo() throws Exception {
        List<ToolExecutionRequest> streamed = new ArrayList<>();
        StringBuilder pieces = new StringBuilder();
        assertConversation(request -> {
            CompletableFuture<ChatResponse> ended = new CompletableFuture<>();
            streaming().chat(request, new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(String piece) {
                    pieces.append(piece);
                }

                @Override
                public void onCompleteToolCall(CompleteToolCall call) {
                    assertThat(call.index()).isEqualTo(streamed.size());
                    streamed.add(call.toolExecutionRequest());
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    ended.complete(response);
                }

                @Override
                public void onError(Throwable error) {
                    ended.completeExceptionally(error);
                }
            });
            return ended.get(1, TimeUnit.MINUTES);
        });
        assertThat(streamed).extracting(ToolExecutionRequest::name).containsExactly("track", "now");
        assertThat(pieces).hasToString(ANSWER);
    }

    private static void assertConversation(Asking client) throws Exception {
        ChatResponse asked = client.ask(request(QUESTION));
        List<ToolExecutionRequest> calls = asked.aiMessage().toolExecutionRequests();
        assertThat(asked.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(asked.aiMessage().text()).isNull();
        assertThat(calls).extracting(ToolExecutionRequest::name).containsExactly("track", "now");
        assertThat(calls).extracting(ToolExecutionRequest::arguments).containsExactly("{\"id\":\"7 \\\"x\\\"\"}", "{}");
        assertThat(calls.get(0).id()).isNotBlank().isNotEqualTo(calls.get(1).id());

        ChatResponse answered = client.ask(request(
                QUESTION,
                asked.aiMessage(),
                ToolExecutionResultMessage.from(calls.get(0), "in Lyon"),
                ToolExecutionResultMessage.from(calls.get(1), "noon")));
        assertThat(answered.aiMessage().text()).isEqualTo(ANSWER);
        assertThat(answered.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answered.aiMessage().hasToolExecutionRequests()).isFalse();
    }

    @Test
    void aToolMustBeCalledIfTheClientSaysSo() {
        AiMessage called = whole().chat(ChatRequest.builder()
                        .messages(QUESTION)
                        .toolSpecifications(TRACK)
                        .toolChoice(ToolChoice.REQUIRED)
                        .build())
                .aiMessage();
        assertThat(called.toolExecutionRequests())
                .singleElement()
                .extracting(ToolExecutionRequest::name)
                .isEqualTo("track");
    }

    private static ChatRequest request(ChatMessage... messages) {
        return ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(TRACK, NOW)
                .build();
    }

    private OpenAiChatModel whole() {
        return OpenAiChatModel.builder()
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .modelName("scripted")
                .build();
    }

    private OpenAiStreamingChatModel streaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .apiKey("none")
                .modelName("scripted")
                .build();
    }
}
