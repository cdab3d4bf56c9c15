package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.template.ChatFormats;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parameters at the builder and in requests: each is honoured or refused, wherever it was set. */
@Timeout(120)
class ParametersTest {

    private static CardsChatRequestParameters.Builder all() {
        return CardsChatRequestParameters.builder()
                .temperature(0.9)
                .topK(11)
                .topP(0.8)
                .maxOutputTokens(33)
                .stopSequences(List.of("hen"))
                .seed(77L)
                .method(new Method.Cards(2))
                .strength(0.3)
                .targetReward(0.5)
                .rewardWeight(0.25)
                .rewardTemperature(0.125)
                .uncertaintyThreshold(2.5)
                .minSegmentTokens(3)
                .maxSegmentTokens(9)
                .maxAttempts(5)
                .onExhausted(OnExhausted.REPLACE)
                .replacement("No.")
                .rewardFloor(-2.0)
                .ramp(12)
                .maxLanes(4);
    }

    private static CardsChatRequestParameters.Builder others() {
        return CardsChatRequestParameters.builder()
                .temperature(0.4)
                .topK(5)
                .topP(0.7)
                .maxOutputTokens(21)
                .stopSequences(List.of("fox"))
                .seed(78L)
                .method(new Method.Cards(3))
                .strength(0.4)
                .targetReward(0.75)
                .rewardWeight(0.5)
                .rewardTemperature(0.25)
                .uncertaintyThreshold(3.5)
                .minSegmentTokens(2)
                .maxSegmentTokens(8)
                .maxAttempts(4)
                .onExhausted(OnExhausted.REPLACE)
                .replacement("Never.")
                .rewardFloor(-3.0)
                .ramp(13)
                .maxLanes(3);
    }

    private static CardsChatModel model(Cards engine, ChatRequestParameters defaults) {
        return CardsChatModel.builder()
                .engine(engine)
                .defaultRequestParameters(defaults)
                .build();
    }

    private static DecodingOptions options(CardsChatModel model, ChatRequestParameters parameters) {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("story"))
                .parameters(parameters)
                .build();
        return ((CardsChatResponseMetadata) model.chat(request).metadata()).options();
    }

    /** A parameter that a later core adds must not go unnoticed: it would be ignored. */
    @Test
    void theParametersOfLangChain4jAreThoseThatAreKnown() {
        assertThat(Arrays.stream(ChatRequestParameters.class.getMethods())
                        .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
                        .map(java.lang.reflect.Method::getName))
                .containsExactlyInAnyOrder(
                        "modelName",
                        "temperature",
                        "topP",
                        "topK",
                        "frequencyPenalty",
                        "presencePenalty",
                        "maxOutputTokens",
                        "stopSequences",
                        "toolSpecifications",
                        "toolChoice",
                        "responseFormat");
    }

    @Test
    void everyParameterIsTheAnswersOption() {
        try (Cards engine = Engines.calibrated(Engines.knowing())) {
            CardsChatModel plain = CardsChatModel.builder().engine(engine).build();
            DecodingOptions options =
                    options(plain, all().deadline(Duration.ofHours(1)).build());

            assertThat(options.method()).isEqualTo(new Method.Cards(2));
            assertThat(options.sampling()).isEqualTo(new Sampling(0.9, 11, 0.8));
            assertThat(options.maxNewTokens()).isEqualTo(33);
            assertThat(options.stopSequences()).containsExactly("hen");
            assertThat(options.seed()).isEqualTo(77);
            assertThat(options.alignment())
                    .isEqualTo(new Alignment(0.5, 0.25, 0.125, 2.5, 3, 9, 5, OnExhausted.REPLACE, "No.", -2.0, 12));
            assertThat(options.maxLanes()).isEqualTo(4);
        }
    }

    @Test
    void eachDefaultHoldsUnlessTheRequestOverridesIt() {
        try (Cards engine = Engines.calibrated(Engines.knowing())) {
            CardsChatModel plain = CardsChatModel.builder().engine(engine).build();
            CardsChatModel set = model(engine, all().build());
            DecodingOptions asked = options(plain, others().build());

            assertThat(asked).isNotEqualTo(options(plain, all().build()));
            assertThat(options(set, CardsChatRequestParameters.EMPTY)).isEqualTo(options(plain, all().build()));
            assertThat(options(set, others().build())).isEqualTo(asked);
            assertThat(options(set, ChatRequestParameters.builder().topK(6).build()))
                    .isEqualTo(options(plain, all().topK(6).build()));
            CardsChatRequestParameters stopping = CardsChatRequestParameters.builder()
                    .onExhausted(OnExhausted.STOP)
                    .build();
            assertThat(options(set, stopping).alignment().onExhausted()).isEqualTo(OnExhausted.STOP);
        }
    }

    /** A default may wait for the requests that it is for; a request is for itself. */
    @Test
    void whatWouldHaveNoEffectIsRefusedInARequestAndMayBeADefault() {
        CardsChatRequestParameters attempts =
                CardsChatRequestParameters.builder().maxAttempts(5).build();
        CardsChatRequestParameters plain =
                CardsChatRequestParameters.builder().method(Method.PLAIN).build();
        CardsChatRequestParameters sentence =
                CardsChatRequestParameters.builder().replacement("No.").build();
        try (Cards engine = Engines.over(Engines.knowing());
                Cards unjudged = Cards.of(Engines.knowing(), null, ChatFormats.of("chatml"))) {
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            CardsChatModel alone = CardsChatModel.builder().engine(unjudged).build();
            assertThatThrownBy(() -> options(
                            model,
                            CardsChatRequestParameters.builder()
                                    .method(Method.PLAIN)
                                    .maxAttempts(5)
                                    .build()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("method=plain judges nothing", "maxAttempts=5");
            assertThatThrownBy(() -> options(alone, attempts))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("without a reward model", "maxAttempts=5");
            assertThatThrownBy(() -> options(model, sentence))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("replacement is for onExhausted=replace");

            assertThat(options(model(engine, attempts), plain).method()).isEqualTo(Method.PLAIN);
            assertThat(options(model, attempts.overrideWith(plain)).method()).isEqualTo(Method.PLAIN);
            assertThat(options(model(unjudged, attempts), CardsChatRequestParameters.EMPTY)
                            .method())
                    .isEqualTo(Method.PLAIN);
            assertThat(options(model(engine, sentence), CardsChatRequestParameters.EMPTY)
                            .method())
                    .isEqualTo(Method.CARDS);
        }
    }

    @Test
    void aDefaultOutOfItsRangeIsRefusedWhenTheModelIsBuilt() {
        try (Cards engine = Engines.over(Engines.knowing())) {
            assertThatThrownBy(() -> CardsChatModel.builder()
                            .engine(engine)
                            .temperature(-1.0)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("temperature", "-1.0");
            assertThatThrownBy(() -> CardsStreamingChatModel.builder()
                            .engine(engine)
                            .maxOutputTokens(0)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxNewTokens must be 1 or more, but is 0");
        }
    }

    /** As other providers' parameters are made: more than LangChain4j's. */
    private static final class OtherParameters extends DefaultChatRequestParameters {
        final int logitBias;

        OtherParameters(int logitBias) {
            super(DefaultChatRequestParameters.builder().temperature(0.5));
            this.logitBias = logitBias;
        }
    }

    @Test
    void anotherProvidersParametersAreRefusedSinceSomeWouldBeLost() {
        ChatRequestParameters other = new OtherParameters(3);
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsChatModel plain = CardsChatModel.builder().engine(engine).build();
            CardsStreamingChatModel streaming =
                    CardsStreamingChatModel.builder().engine(engine).build();
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("story"))
                    .parameters(other)
                    .build();

            assertThatThrownBy(() -> plain.chat(request))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContainingAll("OtherParameters", "not supported", "CardsChatRequestParameters");
            assertThatThrownBy(() -> plain.doChat(request)).isExactlyInstanceOf(UnsupportedFeatureException.class);
            assertThatThrownBy(() -> streaming.chat(request, new Recorder()))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class);
            assertThatThrownBy(() -> model(engine, other)).isExactlyInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void aProfileMayBeTheDefaultAndTheRequestsModelNameCountsBeforeIt() {
        try (Cards engine = Engines.over(Engines.saying("Hello."))) {
            engine.useProfile(
                    "short", GenerationOptions.builder().maxNewTokens(7).build());
            engine.useProfile(
                    "long", GenerationOptions.builder().maxNewTokens(99).build());
            ChatRequestParameters none = CardsChatRequestParameters.EMPTY;
            ChatRequestParameters wanted =
                    ChatRequestParameters.builder().modelName("long").build();
            CardsChatModel named = model(
                    engine, ChatRequestParameters.builder().modelName("short").build());
            CardsChatModel profiled = model(
                    engine,
                    CardsChatRequestParameters.builder().profile("short").build());

            assertThat(options(named, none).maxNewTokens()).isEqualTo(7);
            assertThat(options(profiled, none).maxNewTokens()).isEqualTo(7);
            assertThat(options(named, wanted).maxNewTokens()).isEqualTo(99);
            assertThat(options(profiled, wanted).maxNewTokens()).isEqualTo(99);
            assertThat(options(
                                    named,
                                    ChatRequestParameters.builder()
                                            .modelName(engine.modelName())
                                            .build())
                            .maxNewTokens())
                    .isEqualTo(2000);
        }
    }

    @Test
    void aRequestForTextOverridesADefaultFormat() {
        try (Cards engine = Engines.over(Engines.saying("Hello."))) {
            CardsChatModel json = model(
                    engine,
                    ChatRequestParameters.builder()
                            .responseFormat(ResponseFormat.JSON)
                            .build());
            assertThat(options(json, CardsChatRequestParameters.EMPTY).grammar())
                    .isNotNull();
            assertThat(options(
                                    json,
                                    ChatRequestParameters.builder()
                                            .responseFormat(ResponseFormat.TEXT)
                                            .build())
                            .grammar())
                    .isNull();
        }
    }
}
