package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forms that a real instruct model is held to, whatever it knows: {@code -Preal-models}. Drawn at temperature 1, so that each
 * seed tries to say something else.
 */
class RealFormSuite {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final List<ToolSpecification> TOOLS = List.of(
            ToolSpecification.builder()
                    .name("weather")
                    .description("Tells the weather.")
                    .parameters(JsonObjectSchema.builder()
                            .addStringProperty("city", "Where.")
                            .addIntegerProperty("days")
                            .addEnumProperty("unit", List.of("CELSIUS", "FAHRENHEIT"))
                            .required("city")
                            .build())
                    .build(),
            ToolSpecification.builder()
                    .name("now")
                    .description("Tells the time.")
                    .build());

    private static final ResponseFormat PERSON = ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(JsonSchema.builder()
                    .name("Person")
                    .rootElement(JsonObjectSchema.builder()
                            .addStringProperty("name")
                            .addIntegerProperty("age")
                            .addEnumProperty("mood", List.of("GLAD", "SAD"))
                            .required("name", "age", "mood")
                            .build())
                    .build())
            .build();

    private static final int LIMIT = 96;

    static boolean takesTools() {
        return engine().toolForm() != null;
    }

    private static Cards engine() {
        return RealModels.engine();
    }

    private static CardsChatRequestParameters.Builder drawn(long seed) {
        return CardsChatRequestParameters.builder().temperature(1.0).seed(seed).maxOutputTokens(LIMIT);
    }

    private static ChatRequest ask(ChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Klaus is 37, lives in Munich and is glad. What about it?"))
                .parameters(parameters)
                .build();
    }

    private static ChatResponse chat(ChatRequest request) {
        return CardsChatModel.builder().engine(engine()).build().chat(request);
    }

    /** A model may go on until the limit keeps it short, but not be said to have been far below it. */
    private static void assertEnded(ChatResponse response, FinishReason whole) {
        int tokens = response.tokenUsage().outputTokenCount();
        assertThat(tokens).isBetween(1, LIMIT);
        assertThat(response.finishReason()).isIn(whole, tokens > LIMIT / 2 ? FinishReason.LENGTH : whole);
    }

    /** Shows the same; its handler hears of each call twice, in order, on one thread. */
    private static void assertStreamed(ChatRequest request, ChatResponse expected) throws Exception {
        List<ToolExecutionRequest> complete = new CopyOnWriteArrayList<>();
        List<String> partial = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onPartialToolCall(PartialToolCall call, PartialToolCallContext context) {
                threads.add(Thread.currentThread());
                assertThat(call.index()).isEqualTo(partial.size());
                partial.add(call.name() + call.partialArguments());
            }

            @Override
            public void onCompleteToolCall(CompleteToolCall call) {
                threads.add(Thread.currentThread());
                complete.add(call.toolExecutionRequest());
            }
        };
        CardsStreamingChatModel.builder().engine(engine()).build().chat(request, recorder);
        ChatResponse response = recorder.response();

        assertThat(response.aiMessage()).isEqualTo(expected.aiMessage());
        assertThat(response.finishReason()).isEqualTo(expected.finishReason());
        assertThat(String.join("", recorder.pieces))
                .isEqualTo(
                        response.aiMessage().text() == null
                                ? ""
                                : response.aiMessage().text());
        assertThat(complete).isEqualTo(expected.aiMessage().toolExecutionRequests());
        assertThat(partial)
                .isEqualTo(complete.stream()
                        .map(call -> call.name() + call.arguments())
                        .toList());
        assertThat(recorder.threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @EnabledIf("takesTools")
    void forcedCallsFitTheirTools(long seed) throws Exception {
        ChatRequest request = ask(drawn(seed)
                .toolSpecifications(TOOLS)
                .toolChoice(ToolChoice.REQUIRED)
                .build());
        ChatResponse response = chat(request);

        List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
        assertThat(calls).isNotEmpty().extracting(ToolExecutionRequest::id).doesNotHaveDuplicates();
        for (ToolExecutionRequest call : calls) {
            JsonNode arguments = MAPPER.readTree(call.arguments());
            assertThat(arguments.isObject()).isTrue();
            assertThat(arguments.propertyStream().map(entry -> entry.getKey()))
                    .isSubsetOf(call.name().equals("weather") ? List.of("city", "days", "unit") : List.of());
            if (call.name().equals("weather")) {
                assertThat(arguments.path("city").isTextual()).isTrue();
                assertThat(arguments.path("days").isMissingNode()
                                || arguments.path("days").isIntegralNumber())
                        .isTrue();
                assertThat(arguments.path("unit").asText("CELSIUS")).isIn("CELSIUS", "FAHRENHEIT");
            } else {
                assertThat(call.name()).isEqualTo("now");
            }
        }
        assertThat(response.aiMessage().text()).isNull();
        assertEnded(response, FinishReason.TOOL_EXECUTION);
        assertStreamed(request, response);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void jsonFitsItsSchema(long seed) throws Exception {
        ChatRequest request = ask(drawn(seed).responseFormat(PERSON).build());
        ChatResponse response = chat(request);

        JsonNode person = MAPPER.readTree(response.aiMessage().text());
        assertThat(person.propertyStream().map(entry -> entry.getKey())).containsExactly("name", "age", "mood");
        assertThat(person.path("name").isTextual()).isTrue();
        assertThat(person.path("age").isIntegralNumber()).isTrue();
        assertThat(person.path("mood").asText()).isIn("GLAD", "SAD");
        assertEnded(response, FinishReason.STOP);
        assertThat(((CardsChatResponseMetadata) response.metadata()).segments())
                .isNotEmpty()
                .allMatch(segment -> segment.judged());
        assertStreamed(request, response);
    }
}
