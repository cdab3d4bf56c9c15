package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.langchain4j.model.chat.ChatModel;
import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.LoadListener;
import io.github.cards4j.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.Banner;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** When models are loaded, and when the application is ready. */
@Timeout(300)
class LoadingTest {

    @Test
    void loadedEagerlyItIsReadyAtOnce() {
        Starter.demo()
                .run(context -> assertThat(context.getBean(Cards.class).state()).isEqualTo(EngineState.READY));
    }

    @Test
    void loadedLazilyItBeginsWithTheFirstRequest() {
        Starter.demo()
                .withPropertyValues("cards.loading=lazy", "cards.sampling.max-new-tokens=4")
                .run(context -> {
                    Cards cards = context.getBean(Cards.class);
                    ChatModel model = context.getBean(ChatModel.class);
                    assertThat(cards.state()).isEqualTo(EngineState.NEW);
                    assertThat(model.chat("Hello")).isNotNull();
                    assertThat(cards.state()).isEqualTo(EngineState.READY);
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        private final Gate gate = new Gate();
        private final BlockingQueue<ReadinessState> states = new LinkedBlockingQueue<>();

        /** Loading goes on when the gate is open. */
        @Bean
        LoadListener gate() {
            return (what, fraction) -> gate.run();
        }

        @EventListener
        void on(AvailabilityChangeEvent<ReadinessState> event) {
            states.add(event.getState());
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return start(new SpringApplicationBuilder(Application.class), properties);
    }

    private static ConfigurableApplicationContext start(SpringApplicationBuilder application, String... properties) {
        return application
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "cards.threads=1",
                        "cards.loading=background",
                        "cards.alignment.target-reward=1",
                        "cards.alignment.reward-temperature=0.5",
                        "cards.segmentation.uncertainty-threshold=2",
                        Starter.REWARD)
                .properties(properties)
                .run();
    }

    private static ReadinessState readiness(ConfigurableApplicationContext context) {
        return context.getBean(ApplicationAvailability.class).getReadinessState();
    }

    @Test
    void loadedInTheBackgroundTheApplicationIsReadyWhenTheModelsAre() throws InterruptedException {
        try (ConfigurableApplicationContext context = start(Starter.LLM, "cards.sampling.max-new-tokens=4")) {
            Cards cards = context.getBean(Cards.class);
            Application application = context.getBean(Application.class);
            assertThat(cards.state()).isEqualTo(EngineState.LOADING);
            assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);

            application.gate.open();
            assertThat(context.getBean(ChatModel.class).chat("Hello")).isNotNull();
            List<ReadinessState> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                seen.add(application.states.poll(1, TimeUnit.MINUTES));
            }
            // Spring Boot's own at the end of the start; that of an engine that is not ready; the engine's
            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            ReadinessState.ACCEPTING_TRAFFIC,
                            ReadinessState.REFUSING_TRAFFIC,
                            ReadinessState.ACCEPTING_TRAFFIC);
            assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cards.loading=background", "cards.loading=eager"})
    void whoSaysWhenModelsAreLoadedMeansItAlsoWhereBeansAreLazy(String loading) {
        lazily().withPropertyValues(loading).run(context -> {
            assertThat(context.getBeanFactory().containsSingleton("cardsEngine"))
                    .isTrue();
            assertThat(context.getBean(Cards.class).state()).isIn(EngineState.LOADING, EngineState.READY);
            assertThat(context.getBeanFactory().containsSingleton("cardsChatModel"))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cards.loading=lazy", "cards.threads=1"})
    void elseLazyBeansGoBeforeTheDefault(String loading) {
        lazily().withPropertyValues(loading)
                .run(context -> assertThat(context.getBeanFactory().containsSingleton("cardsEngine"))
                        .isFalse());
    }

    private static ApplicationContextRunner lazily() {
        return Starter.demo()
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()));
    }

    @Test
    void loadedInTheBackgroundAnApplicationOfLazyBeansIsReadyNoSooner() throws InterruptedException {
        try (ConfigurableApplicationContext context =
                start(new SpringApplicationBuilder(Application.class).lazyInitialization(true), Starter.LLM)) {
            assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
            Application application = context.getBean(Application.class);
            application.gate.open();
            for (int i = 0; i < 3; i++) {
                assertThat(application.states.poll(1, TimeUnit.MINUTES)).isNotNull();
            }
            assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    /** Such as a listener of a message queue may do. */
    @Configuration(proxyBeanMethods = false)
    static class AsksEarly {

        @Bean
        ApplicationRunner early(Cards cards) {
            return arguments -> {
                Thread thread = new Thread(cards::description);
                thread.setDaemon(true);
                thread.start();
                while (cards.state() != EngineState.LOADING) {
                    Thread.onSpinWait();
                }
            };
        }
    }

    @Test
    void aFirstRequestBeforeTheApplicationIsReadyKeepsItWaitingNoLongerThanModelsLoad() throws InterruptedException {
        try (ConfigurableApplicationContext context = start(
                new SpringApplicationBuilder(Application.class, AsksEarly.class), Starter.LLM, "cards.loading=lazy")) {
            Application application = context.getBean(Application.class);
            assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);

            application.gate.open();
            for (int i = 0; i < 3; i++) {
                assertThat(application.states.poll(1, TimeUnit.MINUTES)).isNotNull();
            }
            assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @Test
    void whatFailsInTheBackgroundIsExplainedInTheLog() throws InterruptedException {
        try (Logged logged = Logged.listen();
                ConfigurableApplicationContext context = start("cards.llm.location=classpath:no/such/model")) {
            context.getBean(Application.class).gate.open();
            Cards cards = context.getBean(Cards.class);
            assertThatThrownBy(cards::description)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("classpath:no/such/model");
            assertThat(cards.state()).isEqualTo(EngineState.FAILED);
            assertThat(cards.failure()).isInstanceOf(ModelException.class);
            assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
            logged.awaitError();
            assertThat(logged.lines(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains(
                            "cards4j could not load its models",
                            "No config.json at classpath:no/such/model",
                            "cards.llm.location (classpath:no/such/model)");
        }
    }

    @Test
    void anApplicationMayEndWhileModelsAreBeingLoaded() {
        ConfigurableApplicationContext context = start(Starter.LLM);
        Cards cards = context.getBean(Cards.class);
        context.getBean(Application.class).gate.open();
        context.close();
        assertThat(cards.state()).isEqualTo(EngineState.CLOSED);
    }
}
