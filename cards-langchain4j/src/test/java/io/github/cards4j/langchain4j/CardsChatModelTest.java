package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.Generation;
import io.github.cards4j.QueueFullException;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class CardsChatModelTest {

    private static ChatRequest request(ChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("story"))
                .parameters(parameters)
                .build();
    }

    private static CardsChatRequestParameters.Builder parameters() {
        return CardsChatRequestParameters.builder();
    }

    private static CardsChatModel model(Cards engine) {
        return CardsChatModel.builder().engine(engine).build();
    }

    @Test
    void anAnswerTellsHowItCameAbout() {
        try (Cards engine = Engines.over(Engines.knowing())) {
            ChatResponse response =
                    model(engine).chat(request(parameters().seed(5L).build()));

            assertThat(response.aiMessage().text()).isEqualTo(Engines.STORY);
            CardsChatResponseMetadata metadata = (CardsChatResponseMetadata) response.metadata();
            assertThat(metadata.reward()).isEqualTo(1.0);
            assertThat(metadata.promptReward()).isEqualTo(1.0);
            assertThat(metadata.acceptanceRate()).isEqualTo(1.0);
            assertThat(metadata.segments()).hasSizeGreaterThan(5);
            assertThat(metadata.options().seed()).isEqualTo(5);
            assertThat(metadata.options().method()).isEqualTo(Method.CARDS);
            assertThat(metadata.modelName()).isEqualTo("scripted");
            assertThat(metadata.id()).startsWith("cards-");
            assertThat(metadata.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat((long) metadata.tokenUsage().outputTokenCount())
                    .isEqualTo(metadata.counters().tokensAccepted());
            assertThat(metadata.toBuilder().build()).isEqualTo(metadata).hasSameHashCodeAs(metadata);
        }
    }

    @Test
    void everyMessageReachesTheModelInItsRole() {
        AtomicReference<String> prompt = new AtomicReference<>();
        ScriptedModel script = new ScriptedModel(rendered -> {
            prompt.set(rendered);
            return "Yes.";
        });
        try (Cards engine = Engines.over(script)) {
            model(engine)
                    .chat(
                            SystemMessage.from("Be kind."),
                            UserMessage.from("One."),
                            AiMessage.from("Two."),
                            UserMessage.from(TextContent.from("Three."), TextContent.from("Four.")));
        }
        assertThat(prompt.get())
                .isEqualTo("<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nOne.<|im_end|>\n"
                        + "<|im_start|>assistant\nTwo.<|im_end|>\n<|im_start|>user\nThree.\nFour.<|im_end|>\n"
                        + "<|im_start|>assistant\n");
    }

    @Test
    void requestsOverrideDefaultsAndBothKeepWhatOnlyCardsKnows() {
        try (Cards engine = Engines.calibrated(Engines.knowing())) {
            CardsChatModel model = CardsChatModel.builder()
                    .engine(engine)
                    .strength(0.25)
                    .rewardFloor(-3.0)
                    .topK(7)
                    .build();
            CardsChatRequestParameters defaults = (CardsChatRequestParameters) model.defaultRequestParameters();
            assertThat(defaults.strength()).isEqualTo(0.25);
            assertThat(defaults.modelName()).isEqualTo("scripted");

            ChatRequestParameters plain =
                    ChatRequestParameters.builder().temperature(0.3).build();
            CardsChatResponseMetadata metadata =
                    (CardsChatResponseMetadata) model.chat(request(plain)).metadata();
            assertThat(metadata.options().sampling().temperature()).isEqualTo(0.3);
            assertThat(metadata.options().sampling().topK()).isEqualTo(7);
            assertThat(metadata.options().alignment().rewardFloor()).isEqualTo(-3.0);

            ChatRequestParameters own = parameters()
                    .rewardFloor(-5.0)
                    .maxAttempts(3)
                    .maxOutputTokens(6)
                    .build();
            metadata = (CardsChatResponseMetadata) model.chat(request(own)).metadata();
            assertThat(metadata.options().alignment().rewardFloor()).isEqualTo(-5.0);
            assertThat(metadata.options().alignment().maxAttempts()).isEqualTo(3);
            assertThat(metadata.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(metadata.tokenUsage().outputTokenCount()).isEqualTo(6);
        }
    }

    @Test
    void parametersMergeInBothDirections() {
        CardsChatRequestParameters one =
                parameters().strength(0.1).seed(1L).temperature(0.5).build();
        ChatRequestParameters other = parameters().strength(0.9).topK(3).build();

        CardsChatRequestParameters over = one.overrideWith(other);
        assertThat(over.strength()).isEqualTo(0.9);
        assertThat(over.seed()).isEqualTo(1);
        assertThat(over.temperature()).isEqualTo(0.5);
        assertThat(over.topK()).isEqualTo(3);
        assertThat(one.defaultedBy(other).strength()).isEqualTo(0.1);
        assertThat(one.defaultedBy(other).topK()).isEqualTo(3);
        assertThat(over).isEqualTo(one.overrideWith(other)).hasSameHashCodeAs(one.overrideWith(other));
        assertThat(over).isNotEqualTo(one);
        assertThat(ChatRequestParameters.builder().temperature(0.2).build().defaultedBy(one))
                .isInstanceOfSatisfying(CardsChatRequestParameters.class, merged -> {
                    assertThat(merged.strength()).isEqualTo(0.1);
                    assertThat(merged.temperature()).isEqualTo(0.2);
                });
    }

    static List<ChatRequestParameters> unsupportedParameters() {
        return List.of(
                parameters().modelName("other").build(),
                parameters().frequencyPenalty(0.1).build(),
                parameters().presencePenalty(0.1).build(),
                parameters().toolChoice(ToolChoice.REQUIRED).build(),
                parameters()
                        .toolSpecifications(
                                ToolSpecification.builder().name("tool").build())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("unsupportedParameters")
    void whatIsNotSupportedIsRefusedAsDefaultAndInARequest(ChatRequestParameters parameters) {
        try (Cards engine = Engines.over(Engines.knowing())) {
            assertThatThrownBy(() -> model(engine).chat(request(parameters)))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("not supported");
            assertThatThrownBy(() -> CardsChatModel.builder()
                            .engine(engine)
                            .defaultRequestParameters(parameters)
                            .build())
                    .isExactlyInstanceOf(UnsupportedFeatureException.class);
        }
    }

    static List<ChatMessage> unsupportedMessages() {
        return List.of(
                UserMessage.from(ImageContent.from("https://example.org/cat.png")),
                UserMessage.from(TextContent.from("Listen:"), AudioContent.from("https://example.org/song.mp3")),
                UserMessage.from(VideoContent.from("https://example.org/film.mp4")),
                UserMessage.from(PdfFileContent.from("https://example.org/paper.pdf")),
                CustomMessage.from(Map.of("key", "value")),
                ToolExecutionResultMessage.from("id", "tool", "result"),
                AiMessage.from(ToolExecutionRequest.builder().name("tool").build()));
    }

    @ParameterizedTest
    @MethodSource("unsupportedMessages")
    void otherMessagesThanTextAreRefused(ChatMessage message) {
        try (Cards engine = Engines.over(Engines.knowing())) {
            assertThatThrownBy(() -> model(engine).chat(UserMessage.from("Hi"), message))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("not supported");
        }
    }

    @Test
    void conversationsWithNothingToAnswerAreRefused() {
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsChatModel model = model(engine);
            assertThatThrownBy(() -> model.chat(List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("messages");
            for (String empty : List.of("", " \n")) {
                assertThatThrownBy(() -> model.chat(SystemMessage.from("Be kind."), UserMessage.from(empty)))
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessageContaining("message 2 of 2 is a UserMessage without text");
            }
            // An answer may have been empty, which a memory keeps.
            assertThat(model.chat(UserMessage.from("Hi"), AiMessage.from(""), UserMessage.from("I love you"))
                            .aiMessage()
                            .text())
                    .isEqualTo("Ich liebe dich.");
        }
    }

    @Test
    void failuresHaveLangChain4jsNames() {
        RewardModel poor = Engines.judging(text -> text.isEmpty() ? 0 : -100);
        try (Cards engine = Engines.over(Engines.knowing(), poor, 64);
                Cards failing = Engines.failing()) {
            CardsChatModel model = model(engine);
            ChatRequestParameters fail =
                    parameters().onExhausted(OnExhausted.FAIL).maxAttempts(2).build();
            assertThatThrownBy(() -> model.chat(request(fail))).isInstanceOf(ContentFilteredException.class);
            assertThatThrownBy(() -> model.chat("word ".repeat(5000)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("the prompt has 25")
                    .hasMessageContaining("at most 4096");
            assertThatThrownBy(() ->
                            model.chat(request(parameters().maxOutputTokens(0).build())))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("maxNewTokens must be 1 or more, but is 0");
            assertThatThrownBy(() -> model(failing).chat("Hi"))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("the device failed");

            ChatRequestParameters replace = parameters()
                    .onExhausted(OnExhausted.REPLACE)
                    .replacement("I cannot say.")
                    .rewardFloor(0.0)
                    .maxAttempts(2)
                    .build();
            ChatResponse replaced = model.chat(request(replace));
            assertThat(replaced.aiMessage().text()).isEqualTo("I cannot say.");
            assertThat(replaced.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
            assertThat(((CardsChatResponseMetadata) replaced.metadata()).acceptanceRate())
                    .isEqualTo(0.0);
        }
    }

    @Test
    void aFullQueueIsARateLimit() {
        Gate gate = new Gate();
        ScriptedModel script = Engines.knowing().beforeStep(gate);
        try (Cards engine = Engines.over(script, Engines.judging(text -> 1), 1)) {
            Generation first = engine.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            assertThatThrownBy(() -> model(engine).chat("Hi"))
                    .isInstanceOf(RateLimitException.class)
                    .hasCauseInstanceOf(QueueFullException.class);
            gate.open();
            first.future().join();
        }
    }

    @Test
    void answersAsynchronouslyAndCanBeCancelled() throws Exception {
        Gate gate = new Gate();
        ScriptedModel script = Engines.knowing().beforeStep(gate);
        try (Cards engine = Engines.over(script)) {
            CardsChatModel model = model(engine);
            CompletableFuture<ChatResponse> cancelled =
                    model.doChatAsync(request(parameters().build()));
            CompletableFuture<ChatResponse> whole =
                    model.doChatAsync(request(parameters().maxOutputTokens(8).build()));
            cancelled.cancel(true);
            gate.open();

            assertThat(whole.get(1, TimeUnit.MINUTES).aiMessage().text()).isEqualTo("Once upo");
            assertThat(script.steps()).isLessThan(20);
            assertThat(model.doChatAsync(request(parameters().modelName("other").build())))
                    .failsWithin(1, TimeUnit.MINUTES)
                    .withThrowableThat()
                    .withCauseInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void aBuilderNeedsOneEngine() {
        assertThatThrownBy(() -> CardsChatModel.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("engine")
                .hasMessageContaining("options");
    }

    @Test
    void aSharedEngineOutlivesItsModels() {
        try (Cards engine = Engines.over(Engines.knowing())) {
            model(engine).close();
            assertThat(model(engine).chat("I love you")).isEqualTo("Ich liebe dich.");
        }
    }
}
