package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import io.github.cards4j.test.ScriptedModel;
import io.github.cards4j.test.ToolScript;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations with tools as memories and other models leave them, and requests that cannot be met. */
@Timeout(120)
class ToolConversationsTest {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("place")
                    .required("place")
                    .build())
            .build();

    private final List<String> prompts = new CopyOnWriteArrayList<>();

    private ScriptedModel saying(String answer) {
        return new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return answer;
        });
    }

    private static Cards engine(ScriptedModel model, ToolScript form) {
        return Engines.over(model, Engines.judging(text -> 1), form.template());
    }

    private static ToolExecutionRequest call(String tool, String arguments) {
        return ToolExecutionRequest.builder()
                .id("call-1")
                .name(tool)
                .arguments(arguments)
                .build();
    }

    private static ChatRequest request(ChatRequestParameters parameters, ChatMessage... messages) {
        return ChatRequest.builder().messages(messages).parameters(parameters).build();
    }

    private static ChatResponse chat(Cards engine, ChatRequest request) {
        return CardsChatModel.builder().engine(engine).build().chat(request);
    }

    private static ChatRequestParameters tools(ToolSpecification... tools) {
        return ChatRequestParameters.builder().toolSpecifications(tools).build();
    }

    /** Tools change between turns: a tool that was called may be gone, with all others. */
    @ParameterizedTest
    @EnumSource(ToolScript.class)
    void aCallOfAToolThatIsGoneIsPartOfTheConversation(ToolScript form) {
        ToolExecutionRequest call = call("forgotten", "{\"key\": [1.50, null]}");
        ChatMessage[] conversation = {
            UserMessage.from("Do it."), AiMessage.from(call), ToolExecutionResultMessage.from(call, "done")
        };
        try (Cards engine = engine(saying("It is done."), form)) {
            for (ChatRequestParameters parameters : List.of(
                    tools(WEATHER),
                    tools(),
                    ChatRequestParameters.builder()
                            .toolSpecifications(WEATHER)
                            .toolChoice(ToolChoice.NONE)
                            .build())) {
                assertThat(chat(engine, request(parameters, conversation))
                                .aiMessage()
                                .text())
                        .isEqualTo("It is done.");
            }
        }
        assertThat(prompts)
                .hasSize(3)
                .allMatch(prompt -> prompt.contains("forgotten") && prompt.contains("1.5") && prompt.contains("done"));
        assertThat(prompts.stream().map(prompt -> prompt.contains("weather"))).containsExactly(true, false, false);
    }

    @Test
    void anEarlierCallThatIsNoJsonIsNamed() {
        ToolExecutionRequest call = call("weather", "{\"place\": ");
        try (Cards engine = engine(saying("?"), ToolScript.HERMES)) {
            assertThatThrownBy(() -> chat(
                            engine,
                            request(
                                    tools(WEATHER),
                                    UserMessage.from("Weather?"),
                                    AiMessage.from(call),
                                    ToolExecutionResultMessage.from(call, "failed"))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("arguments of call 'call-1' of tool 'weather'", "cannot be read as JSON");
        }
    }

    @Test
    void anImageAsAResultIsNotSupported() {
        ToolExecutionRequest call = call("weather", "{}");
        try (Cards engine = engine(saying("?"), ToolScript.HERMES)) {
            assertThatThrownBy(() -> chat(
                            engine,
                            request(
                                    tools(WEATHER),
                                    UserMessage.from("Weather?"),
                                    AiMessage.from(call),
                                    ToolExecutionResultMessage.builder()
                                            .id("call-1")
                                            .toolName("weather")
                                            .contents(
                                                    TextContent.from("See:"),
                                                    ImageContent.from("https://example.org/sky.png"))
                                            .build())))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("IMAGE");
        }
    }

    @Test
    void toolsThatCannotBeHeldToAreNamed() {
        ToolSpecification odd = ToolSpecification.builder()
                .name("odd")
                .parameters(JsonObjectSchema.builder()
                        .addProperty("code", JsonRawSchema.from("{\"type\":\"string\",\"allOf\":[{}]}"))
                        .build())
                .build();
        ToolSpecification unspeakable =
                ToolSpecification.builder().name("two words").build();
        try (Cards engine = engine(saying("?"), ToolScript.HERMES)) {
            assertThatThrownBy(() -> chat(engine, request(tools(WEATHER, odd), UserMessage.from("?"))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("tool 'odd'", "#/properties/code", "keyword allOf is not supported");
            assertThatThrownBy(() -> chat(engine, request(tools(unspeakable), UserMessage.from("?"))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("a tool cannot be named 'two words'");
            assertThatThrownBy(() -> chat(engine, request(tools(WEATHER, WEATHER), UserMessage.from("?"))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("two tools are named 'weather'");
            assertThatThrownBy(() -> chat(
                            engine,
                            request(
                                    ChatRequestParameters.builder()
                                            .toolChoice(ToolChoice.REQUIRED)
                                            .build(),
                                    UserMessage.from("?"))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("toolChoice is REQUIRED, but there are no tools");
        }
    }

    /** A limit below what any call needs is refused with the number; above it a call is whole, and marked if it may say less. */
    @Test
    void aForcedCallIsNeverCut() throws Exception {
        ToolScript form = ToolScript.HERMES;
        String answer = form.call("weather", "{\"place\": \"" + "Llanfair".repeat(20) + "\"}");
        try (Cards engine = engine(saying(answer), form)) {
            for (int limit : new int[] {10, 90, 120, 400}) {
                ChatRequest request = request(
                        ChatRequestParameters.builder()
                                .toolSpecifications(WEATHER)
                                .toolChoice(ToolChoice.REQUIRED)
                                .maxOutputTokens(limit)
                                .build(),
                        UserMessage.from("Weather?"));
                if (limit == 10) {
                    assertThatThrownBy(() -> chat(engine, request))
                            .isInstanceOf(InvalidRequestException.class)
                            .hasMessageContainingAll("the answer may have 10 tokens", "needs up to");
                } else {
                    ChatResponse whole = chat(engine, request);
                    assertThat(whole.aiMessage().toolExecutionRequests()).hasSize(1);
                    assertThat(whole.aiMessage().toolExecutionRequests().get(0).arguments())
                            .startsWith("{\"place\":\"Llanfair")
                            .endsWith("\"}");
                    assertThat(whole.tokenUsage().outputTokenCount()).isLessThanOrEqualTo(limit);
                    assertThat(whole.finishReason())
                            .isEqualTo(limit < 400 ? FinishReason.LENGTH : FinishReason.TOOL_EXECUTION);
                    Recorder recorder = new Recorder();
                    CardsStreamingChatModel.builder().engine(engine).build().chat(request, recorder);
                    assertThat(recorder.response().finishReason()).isEqualTo(whole.finishReason());
                }
            }
        }
    }

    /** What is in a call does not stop the answer, what stands around it does; segments of a few bytes tear nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void stopSequencesActInProseOnly(int segment) throws Exception {
        ToolScript form = ToolScript.HERMES;
        String answer = "I look. " + form.call("weather", "{\"place\": \"STOP\"}") + " Then 你好 ST and STOP more";
        ChatRequest request = request(
                CardsChatRequestParameters.builder()
                        .toolSpecifications(WEATHER)
                        .stopSequences(List.of("STOP"))
                        .minSegmentTokens(1)
                        .maxSegmentTokens(segment)
                        .build(),
                UserMessage.from("Weather?"));
        Recorder recorder = new Recorder();
        try (Cards engine = engine(saying(answer), form)) {
            ChatResponse response = chat(engine, request);
            CardsStreamingChatModel.builder().engine(engine).build().chat(request, recorder);

            assertThat(response.aiMessage().text()).isEqualTo("I look.  Then 你好 ST and ");
            assertThat(response.aiMessage().toolExecutionRequests())
                    .extracting(ToolExecutionRequest::arguments)
                    .containsExactly("{\"place\":\"STOP\"}");
            assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
            assertThat(recorder.response().aiMessage().text())
                    .isEqualTo(response.aiMessage().text())
                    .isEqualTo(String.join("", recorder.pieces));
        }
    }
}
