package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.model.ModelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that come while the models are being loaded: bounded, cancelled, out of time, or the models never come. */
@Timeout(120)
class LoadingTest {

    private static final ChatRequest HI = request(CardsChatRequestParameters.builder());
    private static final ChatRequest WITH_TOOLS = request(CardsChatRequestParameters.builder()
            .toolSpecifications(ToolSpecification.builder().name("clock").build()));

    private final CountDownLatch mayLoad = new CountDownLatch(1);

    private static ChatRequest request(CardsChatRequestParameters.Builder parameters) {
        ChatRequestParameters few = parameters.maxOutputTokens(2).build();
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .parameters(few)
                .build();
    }

    private Cards loading(int queueCapacity, boolean broken) {
        CardsOptions options = CardsOptions.builder()
                .llm("classpath:io/github/cards4j/demo/llm")
                .dtype("float32")
                .threads(1)
                .queueCapacity(queueCapacity)
                .build();
        return Cards.openInBackground(options, (what, fraction) -> {
            try {
                mayLoad.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (broken) {
                throw new ModelException("the weights are broken");
            }
        });
    }

    private static CardsChatModel model(Cards engine) {
        return CardsChatModel.builder().engine(engine).build();
    }

    private static CardsStreamingChatModel streaming(Cards engine) {
        return CardsStreamingChatModel.builder().engine(engine).build();
    }

    @Test
    void asynchronousRequestsReturnAtOnceAndTheQueueIsTheirBound() throws Exception {
        try (Cards engine = loading(2, false)) {
            CompletableFuture<ChatResponse> first = model(engine).doChatAsync(WITH_TOOLS);
            CompletableFuture<ChatResponse> second = model(engine).doChatAsync(HI);
            assertThat(first).isNotDone();
            assertThatThrownBy(() -> model(engine).doChatAsync(HI).get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(RateLimitException.class);

            first.cancel(true);
            assertThat(engine.load().waiting()).isEqualTo(1);
            mayLoad.countDown();
            assertThat(second.get(1, TimeUnit.MINUTES).tokenUsage().outputTokenCount())
                    .isPositive();
        }
    }

    @Test
    void streamsHaveAHandleAtOnceAndTheQueueIsTheirBound() throws Exception {
        try (Cards engine = loading(1, false)) {
            Recorder first = new Recorder();
            streaming(engine).chat(WITH_TOOLS, first);
            var handle = first.begun.get(1, TimeUnit.MINUTES);
            Recorder refused = new Recorder();
            streaming(engine).chat(HI, refused);
            assertThat(refused.error()).isInstanceOf(RateLimitException.class);

            handle.cancel();
            assertThat(engine.load().waiting()).isZero();
            Recorder second = new Recorder();
            streaming(engine).chat(HI, second);
            second.begun.get(1, TimeUnit.MINUTES);
            mayLoad.countDown();
            assertThat(second.response().tokenUsage().outputTokenCount()).isPositive();
            assertThat(first.end).isNotDone();
        }
    }

    @Test
    void aDeadlineEndsTheAnswerEmpty() throws Exception {
        ChatRequest hurried = request(CardsChatRequestParameters.builder().deadline(Duration.ofNanos(1)));
        try (Cards engine = loading(2, false)) {
            ChatResponse response = model(engine).chat(hurried);
            assertThat(response.finishReason()).isEqualTo(FinishReason.OTHER);
            assertThat(response.aiMessage().text()).isEmpty();
            Recorder streamed = new Recorder();
            streaming(engine).chat(hurried, streamed);
            assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.OTHER);
            assertThat(engine.load().waiting()).isZero();
            mayLoad.countDown();
        }
    }

    @Test
    void whetherTheModelTakesToolsIsToldOnceItIsKnown() throws Exception {
        try (Cards engine = loading(8, false)) {
            CompletableFuture<ChatResponse> whole = model(engine).doChatAsync(WITH_TOOLS);
            Recorder streamed = new Recorder();
            streaming(engine).chat(WITH_TOOLS, streamed);
            mayLoad.countDown();

            assertThatThrownBy(() -> whole.get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(UnsupportedFeatureException.class);
            assertThat(streamed.error()).isInstanceOf(UnsupportedFeatureException.class);
            assertThatThrownBy(() -> streaming(engine).chat(WITH_TOOLS, new Recorder()))
                    .isInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void whatFailedToLoadIsTranslatedForAll() throws Exception {
        try (Cards engine = loading(8, true)) {
            CompletableFuture<ChatResponse> waiting = model(engine).doChatAsync(WITH_TOOLS);
            Recorder streamed = new Recorder();
            streaming(engine).chat(WITH_TOOLS, streamed);
            streamed.begun.get(1, TimeUnit.MINUTES);
            mayLoad.countDown();

            assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(InternalServerException.class)
                    .hasRootCauseMessage("the weights are broken");
            assertThat(streamed.error())
                    .isInstanceOf(InternalServerException.class)
                    .hasRootCauseMessage("the weights are broken");
            assertThatThrownBy(() -> model(engine).chat(WITH_TOOLS)).isInstanceOf(InternalServerException.class);
            Recorder late = new Recorder();
            streaming(engine).chat(WITH_TOOLS, late);
            assertThat(late.error()).isInstanceOf(InternalServerException.class);
        }
    }
}
