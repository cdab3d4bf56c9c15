package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.EngineState;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.LoadListener;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies by name, rejected candidates on request, and models over an engine that has not loaded yet. */
@Timeout(120)
class ProfilesTest {

    private static int longest(CardsChatModel model, ChatRequestParameters parameters) {
        ChatResponse response = model.chat(ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .parameters(parameters)
                .build());
        return ((CardsChatResponseMetadata) response.metadata()).options().maxNewTokens();
    }

    @Test
    void aProfileIsChosenByItsParameterOrAsAModelsName() {
        try (Cards engine = Engines.over(Engines.saying("Hello."))) {
            engine.useProfile(
                    "support", GenerationOptions.builder().maxNewTokens(7).build());
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();

            assertThat(longest(
                            model,
                            CardsChatRequestParameters.builder()
                                    .profile("support")
                                    .build()))
                    .isEqualTo(7);
            assertThat(longest(
                            model,
                            ChatRequestParameters.builder().modelName("support").build()))
                    .isEqualTo(7);
            assertThat(longest(model, CardsChatRequestParameters.EMPTY)).isEqualTo(2000);
            assertThatThrownBy(() -> longest(
                            model,
                            ChatRequestParameters.builder().modelName("sales").build()))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContainingAll("'sales'", "[support]");
            assertThatThrownBy(() -> longest(
                            model,
                            CardsChatRequestParameters.builder()
                                    .profile("sales")
                                    .build()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("'sales'", "support");
        }
    }

    @Test
    void twoNamesForOneAnswerAreRefusedUnlessTheyAreTheSame() {
        try (Cards engine = Engines.over(Engines.saying("Hello."))) {
            engine.useProfile("a", GenerationOptions.builder().maxNewTokens(7).build());
            engine.useProfile("b", GenerationOptions.builder().maxNewTokens(9).build());
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            CardsChatRequestParameters.Builder parameters =
                    CardsChatRequestParameters.builder().profile("a");
            CardsChatRequestParameters both = parameters.modelName("b").build();

            assertThatThrownBy(() -> longest(model, both))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("'profile' is 'a'", "'modelName' is the profile 'b'");
            assertThatThrownBy(() -> CardsStreamingChatModel.builder()
                            .engine(engine)
                            .defaultRequestParameters(both)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("'a'", "'b'");
            assertThat(longest(model, parameters.modelName("a").build())).isEqualTo(7);
            assertThat(longest(model, parameters.modelName(engine.modelName()).build()))
                    .isEqualTo(7);
        }
    }

    private static DecodingOptions whole(CardsChatModel model, CardsChatRequestParameters.Builder asked) {
        return ((CardsChatResponseMetadata) model.chat(request(asked.build())).metadata()).options();
    }

    private static DecodingOptions streamed(CardsStreamingChatModel model, CardsChatRequestParameters.Builder asked)
            throws Exception {
        Recorder recorder = new Recorder();
        model.chat(request(asked.build()), recorder);
        return ((CardsChatResponseMetadata) recorder.response().metadata()).options();
    }

    private static ChatRequest request(ChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .parameters(parameters)
                .build();
    }

    @Test
    void aChosenProfileStandsAboveTheBuildersDefaultsAndTheRequestAboveTheProfile() throws Exception {
        try (Cards engine = Engines.calibrated(Engines.saying("Hello."))) {
            engine.useProfile(
                    "support",
                    GenerationOptions.builder().strength(0.9).maxNewTokens(7).build());
            engine.useProfile(
                    "plain", GenerationOptions.builder().method(Method.PLAIN).build());
            CardsChatModel model = CardsChatModel.builder()
                    .engine(engine)
                    .strength(0.5)
                    .rewardFloor(-3.0)
                    .maxOutputTokens(20)
                    .topK(5)
                    .build();
            CardsStreamingChatModel streaming = CardsStreamingChatModel.builder()
                    .engine(engine)
                    .strength(0.5)
                    .rewardFloor(-3.0)
                    .maxOutputTokens(20)
                    .topK(5)
                    .build();
            CardsChatRequestParameters.Builder support =
                    CardsChatRequestParameters.builder().profile("support");
            CardsChatRequestParameters.Builder named =
                    CardsChatRequestParameters.builder().modelName("support");
            CardsChatRequestParameters.Builder longer =
                    CardsChatRequestParameters.builder().profile("support").maxOutputTokens(9);
            CardsChatRequestParameters.Builder plain =
                    CardsChatRequestParameters.builder().profile("plain");
            CardsChatRequestParameters.Builder none = CardsChatRequestParameters.builder();

            for (DecodingOptions options : List.of(
                    whole(model, support),
                    streamed(streaming, support),
                    whole(model, named),
                    streamed(streaming, named))) {
                assertThat(options.maxNewTokens()).isEqualTo(7);
                assertThat(options.sampling().topK()).isEqualTo(5);
                assertThat(options.alignment().rewardFloor()).isEqualTo(-3.0);
            }
            assertThat(List.of(whole(model, longer), streamed(streaming, longer)))
                    .extracting(DecodingOptions::maxNewTokens)
                    .containsOnly(9);
            assertThat(List.of(whole(model, plain), streamed(streaming, plain)))
                    .extracting(DecodingOptions::method)
                    .containsOnly(Method.PLAIN);
            assertThat(List.of(whole(model, none), streamed(streaming, none)))
                    .extracting(DecodingOptions::maxNewTokens)
                    .containsOnly(20);
        }
    }

    /** As wrappers of a chat model do: what they merge is merged once more. */
    @Test
    void defaultsStayDefaultsHoweverOftenTheyAreMerged() {
        try (Cards engine = Engines.over(Engines.saying("Hello."))) {
            engine.useProfile(
                    "support", GenerationOptions.builder().maxNewTokens(7).build());
            CardsChatModel model =
                    CardsChatModel.builder().engine(engine).maxOutputTokens(20).build();
            ChatRequestParameters support =
                    ChatRequestParameters.builder().modelName("support").build();

            assertThat(longest(model, model.defaultRequestParameters().overrideWith(support)))
                    .isEqualTo(7);
            assertThat(longest(model, support.defaultedBy(model.defaultRequestParameters())))
                    .isEqualTo(7);
            assertThat(longest(
                            model,
                            CardsChatRequestParameters.builder()
                                    .profile("support")
                                    .build()
                                    .defaultedBy(model.defaultRequestParameters())))
                    .isEqualTo(7);
        }
    }

    @Test
    void rejectedCandidatesAreReportedOnRequestOnly() throws Exception {
        // Everything is rejected until attempts run out.
        try (Cards engine = Engines.over(Engines.saying("Hello."), Engines.judging(text -> -10), 8)) {
            CardsStreamingChatModel model =
                    CardsStreamingChatModel.builder().engine(engine).build();
            Recorder quiet = new Recorder();
            model.chat("Hi", quiet);
            quiet.response();
            Recorder told = new Recorder();
            model.chat(
                    ChatRequest.builder()
                            .messages(UserMessage.from("Hi"))
                            .parameters(CardsChatRequestParameters.builder()
                                    .reportRejected(true)
                                    .build())
                            .build(),
                    told);
            told.response();

            assertThat(quiet.raw).hasSize(1).hasOnlyElementsOfType(Segment.class);
            List<Object> rejected = told.raw.subList(0, told.raw.size() - 1);
            assertThat(rejected).isNotEmpty().hasOnlyElementsOfType(Candidate.class);
            assertThat(told.raw.get(told.raw.size() - 1)).isInstanceOf(Segment.class);
        }
    }

    @Test
    void modelsCanBeBuiltBeforeTheEngineHasLoaded() {
        CardsOptions options = CardsOptions.builder().llm("/no/such/folder").build();
        try (Cards engine = Cards.openLazily(options, LoadListener.NONE)) {
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            CardsStreamingChatModel streaming =
                    CardsStreamingChatModel.builder().engine(engine).build();

            assertThat(engine.state()).isEqualTo(EngineState.NEW);
            assertThat(model.defaultRequestParameters().modelName()).isEqualTo("/no/such/folder");
            assertThat(streaming.defaultRequestParameters().modelName()).isEqualTo("/no/such/folder");
            assertThatThrownBy(() -> model.chat("Hi")).hasMessageContaining("/no/such/folder");
        }
    }
}
