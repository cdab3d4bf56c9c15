package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** LangChain4j's own OpenAI client against this application. */
class OpenAiClientTest extends DemoTest {

    private static final UserMessage PARCEL = UserMessage.from("My parcel is late. Where is it?");

    private OpenAiChatModel.OpenAiChatModelBuilder model(String name) {
        return OpenAiChatModel.builder()
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .modelName(name);
    }

    @Test
    void anAnswerWithItsUsage() {
        ChatResponse response = model(cards.modelName())
                .seed(7)
                .temperature(0.7)
                .topP(0.9)
                .maxCompletionTokens(100)
                .build()
                .chat(
                        SystemMessage.from("You are kind."),
                        PARCEL,
                        AiMessage.from("Let me look."),
                        UserMessage.from("Well?"));
        assertThat(response.aiMessage().text()).isNotBlank();
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.tokenUsage().inputTokenCount()).isPositive();
        assertThat(response.tokenUsage().outputTokenCount()).isBetween(1, 100);
        assertThat(response.modelName()).isEqualTo(cards.modelName());
    }

    @Test
    void streamedAndWholeAnswersAreTheSame() throws Exception {
        String whole = model(cards.modelName())
                .seed(7)
                .build()
                .chat(PARCEL)
                .aiMessage()
                .text();
        OpenAiStreamingChatModel streaming = OpenAiStreamingChatModel.builder()
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .apiKey("none")
                .modelName(cards.modelName())
                .seed(7)
                .build();
        StringBuilder pieces = new StringBuilder();
        CompletableFuture<ChatResponse> ended = new CompletableFuture<>();
        streaming.chat(ChatRequest.builder().messages(PARCEL).build(), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.append(piece);
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
        assertThat(ended.get().aiMessage().text()).isEqualTo(whole);
        assertThat(pieces).hasToString(whole);
        assertThat(ended.get().tokenUsage().outputTokenCount()).isPositive();
        assertThat(ended.get().finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void aProfileIsNamedAsTheModel() {
        String strict = model("strict").seed(5).build().chat(PARCEL).aiMessage().text();
        JsonNode page = Events.of(client().post(
                                "/api/chat", Client.question(PARCEL.singleText(), ",\"profile\":\"strict\",\"seed\":5"))
                        .body())
                .last();
        assertThat(strict).isEqualTo(page.path("text").asText());
    }

    @Test
    void jsonIsKeptTo() {
        ResponseFormat format = ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("Verdict")
                        .rootElement(JsonObjectSchema.builder()
                                .addBooleanProperty("urgent")
                                .addEnumProperty("topic", java.util.List.of("parcel", "refund"))
                                .required("urgent", "topic")
                                .build())
                        .build())
                .build();
        ChatResponse response = model(cards.modelName())
                .responseFormat(format)
                .strictJsonSchema(true)
                .build()
                .chat(PARCEL);
        JsonNode verdict = Events.json(response.aiMessage().text());
        assertThat(verdict.path("urgent").isBoolean()).isTrue();
        assertThat(verdict.path("topic").asText()).isIn("parcel", "refund");
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertThatThrownBy(() -> model("gpt-4").build().chat(PARCEL))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("gpt-4")
                .hasMessageContaining(cards.modelName())
                .hasRootCauseInstanceOf(HttpException.class);
    }

    @Test
    void aStreamedRefusalArrivesAsSuch() {
        CompletableFuture<ChatResponse> ended = new CompletableFuture<>();
        OpenAiStreamingChatModel.builder()
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .apiKey("none")
                .modelName(cards.modelName())
                .frequencyPenalty(0.5)
                .build()
                .chat(ChatRequest.builder().messages(PARCEL).build(), new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        ended.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        ended.completeExceptionally(error);
                    }
                });
        assertThatThrownBy(ended::get)
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("frequency_penalty must be 0");
    }
}
