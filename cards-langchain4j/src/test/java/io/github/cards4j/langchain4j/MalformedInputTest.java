package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.test.ScriptedModel;
import io.github.cards4j.test.ToolScript;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read is refused by name: models throw it, streams hand it to their handler, and listeners hear of it. */
@Timeout(120)
class MalformedInputTest {

    private static final UserMessage QUESTION = UserMessage.from("Weather?");

    private static Cards engine() {
        return Engines.over(Engines.saying("Grey."), Engines.judging(text -> 1), ToolScript.HERMES.template());
    }

    private static ChatRequestParameters json(JsonSchemaElement schema) {
        return ChatRequestParameters.builder()
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("Sky")
                                .rootElement(schema)
                                .build())
                        .build())
                .build();
    }

    private static ChatRequestParameters tool(String name, String schema) {
        return ChatRequestParameters.builder()
                .toolSpecifications(ToolSpecification.builder()
                        .name(name)
                        .parameters(JsonObjectSchema.builder()
                                .addProperty("place", JsonRawSchema.from(schema))
                                .build())
                        .build())
                .build();
    }

    private static ChatRequest request(ChatRequestParameters parameters, ChatMessage... messages) {
        return ChatRequest.builder().messages(messages).parameters(parameters).build();
    }

    private static ChatRequest called(ToolExecutionRequest call) {
        return request(
                ChatRequestParameters.builder().build(),
                QUESTION,
                AiMessage.from(call),
                ToolExecutionResultMessage.from(call, "grey"));
    }

    static Stream<Arguments> requests() {
        String format = "the JSON schema 'Sky' of the response format cannot be read";
        String remedy = "a JsonRawSchema has to be a JSON object";
        JsonSchemaElement inside = JsonObjectSchema.builder()
                .addProperty(
                        "days",
                        JsonArraySchema.builder()
                                .items(JsonRawSchema.from("{oops"))
                                .build())
                .build();
        ToolExecutionRequest.Builder call =
                ToolExecutionRequest.builder().id("c7").arguments("{}");
        return Stream.of(
                Arguments.of(request(json(JsonRawSchema.from("{oops")), QUESTION), format, remedy),
                Arguments.of(request(json(JsonRawSchema.from("[1]")), QUESTION), format, remedy),
                Arguments.of(request(json(inside), QUESTION), format, remedy),
                Arguments.of(request(tool("sky", "{oops"), QUESTION), "tool 'sky' cannot be read", remedy),
                Arguments.of(request(tool("sky", "[1]"), QUESTION), "tool 'sky' cannot be read", remedy),
                Arguments.of(request(tool(null, "{}"), QUESTION), "a tool has no name", "ToolSpecification"),
                Arguments.of(called(call.name(null).build()), "id c7, has no name", "say which tool"),
                Arguments.of(called(call.name(" ").build()), "id c7, has no name", "say which tool"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aModelThrowsIt(ChatRequest request, String what, String remedy) {
        try (Cards engine = engine()) {
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            assertThatThrownBy(() -> model.chat(request))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll(what, remedy);
            assertThatThrownBy(() -> model.doChatAsync(request).get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll(what, remedy);
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aStreamHandsItToItsHandlerAndListeners(ChatRequest request, String what, String remedy) throws Exception {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        Recorder recorder = new Recorder();
        try (Cards engine = engine()) {
            CardsStreamingChatModel.builder()
                    .engine(engine)
                    .listeners(new ChatModelListener() {
                        @Override
                        public void onError(ChatModelErrorContext context) {
                            heard.complete(context.error());
                        }
                    })
                    .build()
                    .chat(request, recorder);

            assertThat(recorder.error())
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll(what, remedy);
            assertThat(heard.get(1, TimeUnit.MINUTES)).isSameAs(recorder.error());
        }
    }

    @Test
    void asADefaultItIsRefusedWhenTheModelIsBuilt() {
        try (Cards engine = engine()) {
            assertThatThrownBy(() -> CardsStreamingChatModel.builder()
                            .engine(engine)
                            .defaultRequestParameters(json(JsonRawSchema.from("{oops")))
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the JSON schema 'Sky' of the response format cannot be read");
        }
    }

    /** LangChain4j merges the two before it asks a model, outside of what listeners hear; a profile may come between them. */
    @Test
    void defaultsAndARequestThatContradictEachOtherAreRefusedAsOthersAre() throws Exception {
        ChatRequestParameters longer =
                CardsChatRequestParameters.builder().minSegmentTokens(9).build();
        CardsChatRequestParameters.Builder shorter =
                CardsChatRequestParameters.builder().maxSegmentTokens(8).reportRejected(true);
        ChatRequest contradicting = request(shorter.build(), QUESTION);
        Recorder recorder = new Recorder();
        try (Cards engine = engine()) {
            engine.useProfile(
                    "short", GenerationOptions.builder().minSegmentTokens(2).build());
            CardsChatModel model = CardsChatModel.builder()
                    .engine(engine)
                    .defaultRequestParameters(longer)
                    .build();
            CardsStreamingChatModel.builder()
                    .engine(engine)
                    .defaultRequestParameters(longer)
                    .build()
                    .chat(contradicting, recorder);

            assertThat(recorder.error())
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("maxSegmentTokens must be at least minSegmentTokens (9), but is 8");
            assertThatThrownBy(() -> model.chat(contradicting)).isInstanceOf(InvalidRequestException.class);
            var answer = model.chat(request(shorter.profile("short").build(), QUESTION));
            assertThat(((CardsChatResponseMetadata) answer.metadata()).options().alignment())
                    .satisfies(alignment ->
                            assertThat(alignment.minSegmentTokens()).isEqualTo(2))
                    .satisfies(alignment ->
                            assertThat(alignment.maxSegmentTokens()).isEqualTo(8));
        }
    }

    /** Calls without ids or arguments, as some models make them, are read as calls. */
    @ParameterizedTest
    @EnumSource(ToolScript.class)
    void aCallNeedsNoMoreThanItsName(ToolScript form) {
        List<String> prompts = new CopyOnWriteArrayList<>();
        ScriptedModel script = new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return "Grey.";
        });
        ToolExecutionRequest call = ToolExecutionRequest.builder().name("sky").build();
        try (Cards engine = Engines.over(script, Engines.judging(text -> 1), form.template())) {
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            assertThat(model.chat(called(call)).aiMessage().text()).isEqualTo("Grey.");
        }
        assertThat(prompts).singleElement().asString().contains("sky", "grey");
    }
}
