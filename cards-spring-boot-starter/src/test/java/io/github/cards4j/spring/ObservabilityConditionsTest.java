package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import io.github.cards4j.spring.internal.engine.StreamThreads;
import io.github.cards4j.spring.internal.watch.CardsAudit;
import io.github.cards4j.spring.internal.watch.CardsMetrics;
import io.github.cards4j.spring.internal.watch.CardsObservations;
import io.github.cards4j.spring.internal.watch.ChatObservationContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is there under which conditions, on both lines of Spring Boot. */
@Timeout(120)
class ObservabilityConditionsTest {

    private static final Class<?>[] ALL = {
        CardsAutoConfiguration.class,
        CardsActuatorAutoConfiguration.class,
        CardsAuditAutoConfiguration.class,
        CardsHealthAutoConfiguration.class,
        CardsObservabilityAutoConfiguration.class
    };

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ALL));
    private final ApplicationContextRunner letters = runner.withUserConfiguration(Engine.class);

    @TempDir
    private Path folder;

    @Configuration(proxyBeanMethods = false)
    static class Engine {
        @Bean(destroyMethod = "close")
        Cards engine() {
            return Letters.engine();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Micrometer {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ObservationRegistry observationRegistry() {
            return ObservationRegistry.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Observer {
        private final List<CardsRequest> ended = new ArrayList<>();

        @Bean
        CardsObserver observer() {
            return new CardsObserver() {
                @Override
                public void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {
                    ended.add(request);
                }
            };
        }
    }

    @Test
    void healthIsThatOfThisSpringBoot() {
        String major = System.getProperty("expected.spring-boot.version").substring(0, 1);
        letters.run(context -> assertThat(
                        context.getBean("cardsHealthIndicator").getClass().getSimpleName())
                .isEqualTo("CardsHealthBoot" + major));
        letters.withPropertyValues("management.health.cards.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("cardsHealthIndicator"));
    }

    @Test
    void withoutActuatorAndMicrometerTheEngineIsThereAllTheSame() {
        letters.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer.core"))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(Cards.class);
                    assertThat(context)
                            .doesNotHaveBean("cardsHealthIndicator")
                            .doesNotHaveBean("cardsEndpoint")
                            .doesNotHaveBean("cardsInfoContributor")
                            .doesNotHaveBean("cardsMetrics");
                });
    }

    @Test
    void whenCardsIsOffNothingIsLeftOfIt() {
        runner.withUserConfiguration(Micrometer.class)
                .withPropertyValues("cards.enabled=false", "cards.audit.enabled=true")
                .run(context ->
                        assertThat(context.getBeanDefinitionNames()).noneMatch(name -> name.startsWith("cards")));
    }

    @Test
    void observationsNeedARegistry() {
        letters.run(context -> assertThat(context)
                .doesNotHaveBean(CardsObservations.class)
                .doesNotHaveBean(StreamThreads.class)
                .hasSingleBean(CardsMetrics.class));
        letters.withUserConfiguration(Micrometer.class).run(context -> assertThat(context)
                .hasSingleBean(CardsObservations.class)
                .hasSingleBean(StreamThreads.class));
    }

    @Test
    void aStreamedAnswerIsObservedAsPartOfWhatAskedForIt() {
        letters.withUserConfiguration(Micrometer.class).run(context -> {
            CompletableFuture<ObservationView> parent = new CompletableFuture<>();
            ObservationRegistry registry = context.getBean(ObservationRegistry.class);
            registry.observationConfig().observationHandler(new ObservationHandler<ChatObservationContext>() {
                @Override
                public void onStop(ChatObservationContext observed) {
                    parent.complete(observed.getParentObservation());
                }

                @Override
                public boolean supportsContext(Observation.Context observed) {
                    return observed instanceof ChatObservationContext;
                }
            });
            Observation page = Observation.start("page", registry);
            page.scoped(() -> context.getBean(CardsStreamingChatModel.class).chat("Hi", new IgnoringHandler()));
            page.stop();

            assertThat(parent.get(30, TimeUnit.SECONDS)).isSameAs(page);
        });
    }

    private static final class IgnoringHandler implements StreamingChatResponseHandler {
        @Override
        public void onPartialResponse(String piece) {}

        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable error) {}
    }

    @Test
    void anObserverOfTheApplicationHearsEveryRequestHoweverLateBeansAreMade() {
        letters.withUserConfiguration(Observer.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    context.getBean(Cards.class).generate(CardsRequest.of("Hi"));
                    assertThat(context.getBean(Observer.class).ended).hasSize(1);
                });
    }

    @Test
    void theAuditLogIsOffUnlessAskedFor() {
        letters.run(context -> assertThat(context).doesNotHaveBean(CardsAudit.class));

        Path file = folder.resolve("audit.jsonl");
        letters.withPropertyValues("cards.audit.enabled=true", "cards.audit.file=" + file)
                .run(context -> context.getBean(Cards.class).generate(CardsRequest.of("Hi")));
        // what is rejected is for chance to say: CardsAuditTest asks that
        assertThat(file).content().contains("\"segment\":0", "\"outcome\":");
    }
}
