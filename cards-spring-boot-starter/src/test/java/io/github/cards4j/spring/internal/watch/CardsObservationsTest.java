package io.github.cards4j.spring.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.Generation;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.spring.Gate;
import io.github.cards4j.spring.Letters;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CardsObservationsTest {

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

    @BeforeEach
    void keepWhatStops() {
        registry.observationConfig().observationHandler(new ObservationHandler<ChatObservationContext>() {
            @Override
            public void onStop(ChatObservationContext context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof ChatObservationContext;
            }
        });
    }

    private Cards watched(Cards cards) {
        cards.observe(new CardsObservations(() -> registry).of(cards));
        return cards;
    }

    private Observation.Context only() {
        assertThat(stopped).hasSize(1);
        return stopped.get(0);
    }

    private static String low(Observation.Context context, String key) {
        KeyValue value = context.getLowCardinalityKeyValue(key);
        return value == null ? null : value.getValue();
    }

    private static String high(Observation.Context context, String key) {
        KeyValue value = context.getHighCardinalityKeyValue(key);
        return value == null ? null : value.getValue();
    }

    @Test
    void anAnswerIsASpanByOpenTelemetrysNames() {
        try (Cards cards = watched(Letters.engine())) {
            CardsRequest request = CardsRequest.of("Hi")
                    .with(GenerationOptions.builder().temperature(0.9).seed(5L).build());
            CardsResponse response = cards.generate(request);

            TestObservationRegistryAssert.assertThat(registry)
                    .hasSingleObservationThat()
                    .hasNameEqualTo("gen_ai.client.operation.duration")
                    .hasContextualNameEqualTo("chat letters")
                    .hasBeenStarted()
                    .hasBeenStopped()
                    .hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
                    .hasLowCardinalityKeyValue("gen_ai.provider.name", "cards4j")
                    .hasLowCardinalityKeyValue("gen_ai.request.model", "letters")
                    .hasLowCardinalityKeyValue("gen_ai.response.model", "letters")
                    .doesNotHaveLowCardinalityKeyValueWithKey("error.type")
                    .doesNotHaveHighCardinalityKeyValueWithKey("error.type")
                    .doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.output.type")
                    .doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.request.stop_sequences")
                    .hasLowCardinalityKeyValue("cards.profile", "none")
                    .hasHighCardinalityKeyValue("gen_ai.request.temperature", "0.9")
                    .hasHighCardinalityKeyValue("gen_ai.request.max_tokens", "12")
                    .hasHighCardinalityKeyValue("gen_ai.request.seed", "5")
                    .hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "" + response.promptTokens())
                    .hasHighCardinalityKeyValue("gen_ai.usage.output_tokens", "12")
                    .hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"length\"]")
                    .hasHighCardinalityKeyValue("cards.target_reward", "0.3")
                    .hasHighCardinalityKeyValue(
                            "cards.reward", "" + response.result().reward());
        }
    }

    /** Whether it is answered or not. */
    @Test
    void whatItIsToEndAtAndToBeIsInIt() {
        Runnable fail = () -> {
            throw new ModelException("the device failed");
        };
        GenerationOptions asked = GenerationOptions.builder()
                .stopSequences(List.of("\n", "\"zz"))
                .grammar(Grammar.jsonObject())
                .build();
        try (Cards failing = watched(Letters.engine(fail, 0, 64))) {
            assertThatThrownBy(() -> failing.generate(CardsRequest.of("Hi").with(asked)))
                    .isInstanceOf(RuntimeException.class);
        }
        try (Cards cards = watched(Letters.engine())) {
            cards.generate(
                    CardsRequest.of("Hi").with(asked.toBuilder().grammar(null).build()));
        }
        assertThat(stopped)
                .extracting(context -> high(context, "gen_ai.request.stop_sequences"))
                .containsExactly("[\"\\n\",\"\\\"zz\"]", "[\"\\n\",\"\\\"zz\"]");
        assertThat(stopped)
                .extracting(context -> high(context, "gen_ai.output.type"))
                .containsExactly("json", null);
    }

    @Test
    void neitherPromptNorAnswerIsInIt() {
        try (Cards cards = watched(Letters.engine())) {
            CardsResponse response = cards.generate(CardsRequest.of("zebra-crossing"));

            assertThat(only().getAllKeyValues())
                    .isNotEmpty()
                    .noneMatch(value -> value.getValue().contains("zebra"))
                    .noneMatch(value -> value.getValue().contains(response.text()));
        }
    }

    @Test
    void itBelongsToWhatItsCallerIsObservedDoing() {
        Observation page = Observation.start("page", registry);
        try (Cards cards = watched(Letters.engine())) {
            page.scoped(() -> {
                cards.generate(CardsRequest.of("Hi"));
            });
        }
        assertThat(only().getParentObservation()).isSameAs(page);
        page.stop();
    }

    @Test
    void aStreamedAnswerDoesToo() throws Exception {
        ObservedThreads threads = new ObservedThreads(registry);
        Observation page = Observation.start("page", registry);
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        try (Cards cards = watched(Letters.engine())) {
            CardsStreamingChatModel model = CardsStreamingChatModel.builder()
                    .engine(cards)
                    .executor(threads)
                    .build();
            page.scoped(() -> {
                model.chat("Hi", new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String piece) {}

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        answer.completeExceptionally(error);
                    }
                });
            });
            answer.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }
        assertThat(only().getParentObservation()).isSameAs(page);
        page.stop();
    }

    @Test
    void aFailureIsNamed() {
        Runnable fail = () -> {
            throw new ModelException("the device failed");
        };
        try (Cards cards = watched(Letters.engine(fail, 0, 64))) {
            assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi"))).isInstanceOf(ModelException.class);

            assertThat(high(only(), "error.type")).isEqualTo(ModelException.class.getName());
            assertThat(low(only(), "gen_ai.response.model")).isEqualTo("none");
            assertThat(only().getError()).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void aNameThatIsNoProfileIsNoTag() {
        try (Cards cards = watched(Letters.engine())) {
            assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi").withProfile("made-up")))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(low(only(), "cards.profile")).isEqualTo("unknown");
        }
    }

    @Test
    void aCancelledRequestEndsItsSpanWithoutAnError() throws Exception {
        Gate gate = new Gate();
        try (Cards cards = watched(Letters.engine(gate, 0, 64))) {
            Generation generation = cards.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            gate.awaitReached();
            generation.future().cancel(true);
            gate.open();

            assertThat(high(only(), "gen_ai.response.finish_reasons")).isEqualTo("[\"cancelled\"]");
            assertThat(high(only(), "error.type")).isNull();
            assertThat(only().getError()).isNull();
        }
    }

    @Test
    void oneRequestSentTwiceAtATimeIsTwoSpans() {
        try (Cards cards = watched(Letters.engine())) {
            CardsRequest request = CardsRequest.of("Hi");
            Generation first = cards.start(request, DecodingListener.NONE);
            Generation second = cards.start(request, DecodingListener.NONE);
            CompletableFuture.allOf(first.future(), second.future()).join();

            assertThat(stopped).hasSize(2).doesNotHaveDuplicates();
        }
    }
}
