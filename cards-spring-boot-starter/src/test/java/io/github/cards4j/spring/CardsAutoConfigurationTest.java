package io.github.cards4j.spring;

import static io.github.cards4j.spring.Starter.LLM;
import static io.github.cards4j.spring.Starter.REWARD;
import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.LoadListener;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsChatResponseMetadata;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Every way from properties to beans, on the demonstration models. */
@Timeout(300)
class CardsAutoConfigurationTest {

    private final ApplicationContextRunner runner = Starter.runner();
    private final ApplicationContextRunner demo = Starter.demo();

    @Test
    void twoPropertiesMakeOneEngineAndOneModelOfEachType() {
        AtomicReference<Cards> engine = new AtomicReference<>();
        runner.withPropertyValues(LLM, REWARD, "cards.sampling.max-new-tokens=12", "cards.sampling.seed=1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    // What @AiService looks at, before any bean is made.
                    assertThat(context.getBeanNamesForType(ChatModel.class, true, false))
                            .containsExactly("cardsChatModel");
                    assertThat(context.getBeanNamesForType(StreamingChatModel.class, true, false))
                            .containsExactly("cardsStreamingChatModel");
                    Cards cards = context.getBean(Cards.class);
                    engine.set(cards);
                    assertThat(context.getBean(CardsChatModel.class).engine()).isSameAs(cards);
                    assertThat(context.getBean(CardsStreamingChatModel.class).engine())
                            .isSameAs(cards);
                    if (cards.calibration() == null) {
                        cards.calibrate(List.of("Hi", "Where?", "When?", "How?", "Who?", "Why?", "What?", "Which?"));
                    }

                    CompletableFuture<ChatResponse> streamed = new CompletableFuture<>();
                    StringBuilder shown = new StringBuilder();
                    context.getBean(StreamingChatModel.class)
                            .chat("Where is my parcel?", new StreamingChatResponseHandler() {
                                @Override
                                public void onPartialResponse(String piece) {
                                    shown.append(piece);
                                }

                                @Override
                                public void onCompleteResponse(ChatResponse response) {
                                    streamed.complete(response);
                                }

                                @Override
                                public void onError(Throwable error) {
                                    streamed.completeExceptionally(error);
                                }
                            });
                    String answer = context.getBean(ChatModel.class).chat("Where is my parcel?");
                    ChatResponse response = streamed.get(1, TimeUnit.MINUTES);

                    assertThat(answer).isNotBlank();
                    assertThat(shown.toString()).isEqualTo(response.aiMessage().text());
                    CardsChatResponseMetadata metadata = (CardsChatResponseMetadata) response.metadata();
                    assertThat(metadata.options().method()).isEqualTo(Method.CARDS);
                    assertThat(metadata.options().seed()).isEqualTo(1);
                    assertThat(metadata.reward()).isNotNull();
                });
        assertThatThrownBy(() -> engine.get().score(List.of(), ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void variablesOfTheChatTemplateKeepTheirNamesAndTypes() {
        demo.withPropertyValues(
                        "cards.llm.chat-variables[enable_thinking]=false",
                        "cards.llm.chat-variables[top.n]=7",
                        "cards.llm.chat-variables[date_string]=1 May",
                        "cards.llm.chat-variables[share]=0.5")
                .run(context -> assertThat(
                                context.getBean(Cards.class).options().chatVariables())
                        .isEqualTo(Map.of(
                                "enable_thinking",
                                false,
                                "top.n",
                                BigInteger.valueOf(7),
                                "date_string",
                                "1 May",
                                "share",
                                new BigDecimal("0.5"))));
    }

    @Test
    void everyPropertyReachesTheEngine() {
        demo.withPropertyValues(
                        "cards.device=cpu",
                        "cards.dtype=float32",
                        "cards.offline=true",
                        "cards.queue-capacity=7",
                        "cards.prompt-cache-megabytes=99",
                        "cards.llm.chat-format=plain",
                        "cards.reward.chat-format=chatml",
                        "cards.reward.convention=open",
                        "cards.reward.label=LABEL_0",
                        "cards.sampling.temperature=0.9",
                        "cards.sampling.top-k=11",
                        "cards.sampling.top-p=0.8",
                        "cards.sampling.max-new-tokens=33",
                        "cards.sampling.stop-sequences=END,STOP",
                        "cards.sampling.seed=5",
                        "cards.sampling.deadline=90s",
                        "cards.segmentation.uncertainty-threshold=2.5",
                        "cards.segmentation.min-tokens=3",
                        "cards.segmentation.max-tokens=30",
                        "cards.alignment.strength=0.75",
                        "cards.alignment.target-reward=1.5",
                        "cards.alignment.reward-weight=0.4",
                        "cards.alignment.reward-temperature=0.6",
                        "cards.alignment.reward-floor=-9",
                        "cards.alignment.max-attempts=13",
                        "cards.alignment.on-exhausted=replace",
                        "cards.alignment.replacement=I cannot say.",
                        "cards.alignment.ramp=44",
                        "cards.alignment.method=cards:4",
                        "cards.alignment.max-lanes=6")
                .run(context -> {
                    CardsOptions options = context.getBean(Cards.class).options();
                    assertThat(options)
                            .isEqualTo(CardsOptions.builder()
                                    .llm("classpath:io/github/cards4j/demo/llm")
                                    .reward("classpath:io/github/cards4j/demo/reward")
                                    .offline(true)
                                    .device("cpu")
                                    .dtype("float32")
                                    .threads(1)
                                    .queueCapacity(7)
                                    .promptCacheMegabytes(99)
                                    .stopAtExit(false)
                                    .chatFormat("plain")
                                    .rewardChatFormat("chatml")
                                    .rewardConvention("open")
                                    .rewardLabel("LABEL_0")
                                    .defaults(GenerationOptions.builder()
                                            .temperature(0.9)
                                            .topK(11)
                                            .topP(0.8)
                                            .maxNewTokens(33)
                                            .stopSequences(List.of("END", "STOP"))
                                            .seed(5L)
                                            .deadline(Duration.ofSeconds(90))
                                            .uncertaintyThreshold(2.5)
                                            .minSegmentTokens(3)
                                            .maxSegmentTokens(30)
                                            .strength(0.75)
                                            .targetReward(1.5)
                                            .rewardWeight(0.4)
                                            .rewardTemperature(0.6)
                                            .rewardFloor(-9.0)
                                            .maxAttempts(13)
                                            .onExhausted(OnExhausted.REPLACE)
                                            .replacement("I cannot say.")
                                            .ramp(44)
                                            .method(new Method.Cards(4))
                                            .maxLanes(6)
                                            .build())
                                    .build());

                    ChatResponse response =
                            context.getBean(CardsChatModel.class).chat(UserMessage.from("Hello"));
                    Alignment alignment = ((CardsChatResponseMetadata) response.metadata())
                            .options()
                            .alignment();
                    assertThat(alignment)
                            .isEqualTo(new Alignment(
                                    1.5, 0.4, 0.6, 2.5, 3, 30, 13, OnExhausted.REPLACE, "I cannot say.", -9, 44));
                });
    }

    @Test
    void withoutModelsStartUpFailsAndSaysWhatToSet() {
        runner.run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("no language model is configured");
            assertThat(analysis.getAction())
                    .contains(
                            "cards.llm.location=",
                            "cards.reward.location=",
                            "cards-demo-models",
                            LLM,
                            REWARD,
                            "cards.enabled=false");
        });
    }

    @Test
    void withoutARewardModelNothingRunsUnlessPlainIsAskedFor() {
        runner.withPropertyValues(LLM).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("no reward model");
            assertThat(analysis.getAction()).contains("cards.reward.location=", "cards.alignment.strength=0");
        });
        runner.withPropertyValues(LLM, "cards.alignment.strength=0", "cards.sampling.max-new-tokens=8")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(ChatModel.class).chat("Hello")).isNotNull();
                });
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        runner.withPropertyValues("cards.llm.location=/no/such/model", REWARD).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("cards.llm.location=/no/such/model: there is no folder /no/such/model");
        });
    }

    /** Each answer would be refused, so that the start says it. */
    @ParameterizedTest
    @ValueSource(strings = {"reward-floor=-1", "method=best-of-n:4"})
    void withoutARewardModelNothingMayNeedOne(String property) {
        runner.withPropertyValues(
                        LLM, "cards.loading=lazy", "cards.alignment.strength=0", "cards.alignment." + property)
                .run(context -> {
                    assertThat(analysis(context).getDescription()).contains("no reward model");
                    assertThat(analysis(context).getAction()).contains("target-reward, reward-floor and method unset");
                });
    }

    @Test
    void withoutARewardModelMethodsThatStrengthZeroMakesPlainMayBeNamed() {
        runner.withPropertyValues(
                        LLM,
                        "cards.loading=lazy",
                        "cards.alignment.strength=0",
                        "cards.alignment.method=cards",
                        "cards.profiles.draft.strength=0",
                        "cards.profiles.draft.method=cards:4")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aProfileMayNotHaveTheModelsName() {
        Starter.unloaded().withPropertyValues("cards.profiles.llm.top-k=3").run(context -> assertThat(
                        analysis(context).getDescription())
                .contains("cards.profiles.llm has the name of the language model"));
    }

    @Test
    void withoutARewardModelNoProfileIsAlignedEither() {
        ApplicationContextRunner plain =
                runner.withPropertyValues(LLM, "cards.loading=lazy", "cards.alignment.strength=0");
        plain.withPropertyValues("cards.profiles.strict.strength=0.8", "cards.profiles.draft.top-k=3")
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("no reward model is configured, but cards.profiles.strict asks for alignment"));
        plain.withPropertyValues("cards.profiles.draft.strength=0", "cards.profiles.other.method=plain")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    static class CardShop {
        @Bean
        List<String> cards() {
            return List.of("Visa");
        }
    }

    @Test
    void anApplicationMayHaveCardsOfItsOwn() {
        demo.withPropertyValues("cards.loading=lazy")
                .withUserConfiguration(CardShop.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Cards.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "off", "NO"})
    void itCanBeTurnedOff(String off) {
        runner.withPropertyValues("cards.enabled=" + off).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).doesNotHaveBean(Cards.class);
            assertThat(context).doesNotHaveBean(ChatModel.class);
            assertThat(context).doesNotHaveBean(StreamingChatModel.class);
        });
    }

    @Test
    void anEngineOfTheApplicationTakesItsPlace() {
        runner.withUserConfiguration(OwnEngine.class).run(context -> {
            assertThat(context).hasSingleBean(Cards.class);
            assertThat(context.getBean(CardsChatModel.class).engine()).isSameAs(context.getBean("ownEngine"));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEngine {
        @Bean
        Cards ownEngine() {
            return Cards.open(CardsOptions.builder()
                    .llm("classpath:io/github/cards4j/demo/llm")
                    .threads(1)
                    .build());
        }
    }

    @Test
    void aModelOfTheApplicationTakesItsPlace() {
        demo.withUserConfiguration(OwnModel.class).run(context -> {
            assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("ownModel");
            assertThat(context).hasSingleBean(StreamingChatModel.class);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnModel {
        @Bean
        CardsChatModel ownModel(Cards cards) {
            return CardsChatModel.builder().engine(cards).strength(1.0).build();
        }
    }

    @Test
    void listenersOfTheApplicationAreHeardInOrder() {
        demo.withUserConfiguration(Listeners.class).run(context -> {
            ChatModelListener first = context.getBean("first", ChatModelListener.class);
            ChatModelListener second = context.getBean("second", ChatModelListener.class);
            assertThat(context.getBean(CardsChatModel.class).listeners()).containsExactly(first, second);
            assertThat(context.getBean(CardsStreamingChatModel.class).listeners())
                    .containsExactly(first, second);
            assertThat(context.getBean(Progress.class).last).isEqualTo(1);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Listeners {
        @Bean
        @Order(2)
        ChatModelListener second() {
            return new ChatModelListener() {};
        }

        @Bean
        @Order(1)
        ChatModelListener first() {
            return new ChatModelListener() {};
        }

        @Bean
        Progress progress() {
            return new Progress();
        }
    }

    static final class Progress implements LoadListener {
        volatile double last;

        @Override
        public void onProgress(String what, double fraction) {
            last = fraction;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "FAIL", "best"})
    void whatHappensWhenAttemptsRunOutIsReadInAnyCase(String value) {
        demo.withPropertyValues("cards.alignment.on-exhausted=" + value).run(context -> assertThat(
                        context.getBean(Cards.class).options().defaults().onExhausted())
                .isEqualTo(OnExhausted.valueOf(value.toUpperCase(Locale.ROOT))));
    }
}
