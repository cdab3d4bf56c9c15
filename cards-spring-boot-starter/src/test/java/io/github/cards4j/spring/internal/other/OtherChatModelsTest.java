package io.github.cards4j.spring.internal.other;

import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import io.github.cards4j.spring.Logged;
import io.github.cards4j.spring.Starter;
import io.github.cards4j.spring.internal.check.MissingModelAnalyzer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Nobody gets answers that are unaligned without knowing. */
class OtherChatModelsTest {

    private final ApplicationContextRunner runner = Starter.unloaded();
    private final Logged logged = Logged.listen();

    @AfterEach
    void stopListening() {
        logged.close();
    }

    static class Other implements ChatModel {}

    static class OtherStreaming implements StreamingChatModel {}

    @Configuration(proxyBeanMethods = false)
    static class OwnChat {
        @Bean
        Other mine() {
            return new Other();
        }
    }

    @Test
    void aModelOfTheApplicationTakesThePlaceOfOursWithOneWarning() {
        runner.withUserConfiguration(OwnChat.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("mine");
            assertThat(context.getBeanNamesForType(StreamingChatModel.class))
                    .containsExactly("cardsStreamingChatModel");
        });
        assertThat(logged.lines(Level.WARN))
                .singleElement()
                .asString()
                .contains("Alignment is off", "'mine'", "this bean");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStreaming {
        @Bean
        OtherStreaming alsoMine() {
            return new OtherStreaming();
        }
    }

    @Test
    void oneWarningNamesAllOfThem() {
        runner.withUserConfiguration(OwnChat.class, OwnStreaming.class).run(context -> {
            assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("mine");
            assertThat(context.getBeanNamesForType(StreamingChatModel.class)).containsExactly("alsoMine");
        });
        assertThat(logged.lines(Level.WARN))
                .singleElement()
                .asString()
                .contains("Alignment is off", "'mine', 'alsoMine'");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnAligned {
        @Bean
        CardsChatModel strict(Cards cards) {
            return CardsChatModel.builder().engine(cards).strength(1.0).build();
        }
    }

    @Test
    void anAlignedModelOfTheApplicationNeedsNoWarning() {
        runner.withUserConfiguration(OwnAligned.class).run(context -> {
            assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("strict");
            assertThat(context.getBean(Cards.class).state()).isEqualTo(EngineState.NEW);
        });
        assertThat(logged.lines(Level.WARN)).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class ForExperts {
        @Bean(defaultCandidate = false)
        Other judge() {
            return new Other();
        }
    }

    @Test
    void aModelThatIsInjectedByQualifierOnlyLeavesOursAlone() {
        runner.withUserConfiguration(ForExperts.class).run(context -> {
            assertThat(context.getBean(ChatModel.class)).isInstanceOf(CardsChatModel.class);
            assertThat(context.getBean("judge")).isInstanceOf(Other.class);
        });
        assertThat(logged.lines(Level.WARN)).isEmpty();
        assertThat(logged.lines(Level.INFO))
                .anyMatch(line -> line.contains("'judge' can be injected by name or qualifier only"));
    }

    @AutoConfiguration
    static class OtherStarter {
        @Bean
        Other otherChatModel() {
            return new Other();
        }

        @Bean
        OtherStreaming otherStreamingChatModel() {
            return new OtherStreaming();
        }
    }

    @AutoConfiguration
    static class StarterForExperts {
        @Bean(defaultCandidate = false)
        Other judgeOfAStarter() {
            return new Other();
        }
    }

    @Test
    void aStartersModelThatIsInjectedByQualifierOnlyIsNoHindrance() {
        runner.withConfiguration(AutoConfigurations.of(StarterForExperts.class)).run(context -> {
            assertThat(context.getBean(ChatModel.class)).isInstanceOf(CardsChatModel.class);
            assertThat(context.getBean("judgeOfAStarter")).isInstanceOf(Other.class);
        });
    }

    private final ApplicationContextRunner beside = runner.withConfiguration(AutoConfigurations.of(OtherStarter.class));

    @Test
    void aModelOfAnotherStarterStopsTheStart() {
        beside.run(context -> {
            FailureAnalysis analysis = analysis(context);
            assertThat(analysis.getDescription())
                    .contains(
                            "'otherChatModel'",
                            "'otherStreamingChatModel'",
                            OtherStarter.class.getName(),
                            "target/test-classes");
            assertThat(analysis.getAction()).contains("remove", "cards.primary=true", "cards.enabled=false");
        });
        beside.withPropertyValues("cards.enabled=false")
                .run(context -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(Other.class));
    }

    @Test
    void primaryModelsGoBeforeThoseOfAnotherStarter() {
        beside.withPropertyValues("cards.primary=true")
                .withUserConfiguration(Wants.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Wants.Both wants = context.getBean(Wants.Both.class);
                    assertThat(wants.chat()).isInstanceOf(CardsChatModel.class);
                    assertThat(wants.streaming()).isInstanceOf(CardsStreamingChatModel.class);
                    // still there for whoever asks for it
                    assertThat(context.getBean("otherChatModel")).isInstanceOf(Other.class);
                    assertThat(context).hasSingleBean(OtherStreaming.class);
                });
    }

    @Test
    void whatIsHiddenForAWhileStaysLazy() {
        beside.withPropertyValues("cards.primary=true")
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBeanFactory().containsSingleton("otherChatModel"))
                            .isFalse();
                    assertThat(context.getBean("otherChatModel")).isInstanceOf(Other.class);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Wants {
        record Both(ChatModel chat, StreamingChatModel streaming) {}

        @Bean
        Both both(ChatModel otherChatModel, StreamingChatModel streaming) {
            return new Both(otherChatModel, streaming);
        }
    }

    @Test
    void primaryModelsGoBeforeTheApplicationsToo() {
        runner.withUserConfiguration(OwnChat.class)
                .withPropertyValues("cards.primary=true")
                .run(context -> {
                    assertThat(context.getBean(ChatModel.class)).isInstanceOf(CardsChatModel.class);
                    assertThat(context.getBean("mine")).isInstanceOf(Other.class);
                });
        assertThat(logged.lines(Level.WARN)).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPrimary {
        @Bean
        @Primary
        Other mine() {
            return new Other();
        }
    }

    @Test
    void thereIsOnlyOnePrimaryModel() {
        runner.withUserConfiguration(OwnPrimary.class)
                .withPropertyValues("cards.primary=true")
                .run(context -> assertThat(analysis(context).getDescription()).contains("'mine' is @Primary too"));
        runner.withUserConfiguration(OwnPrimary.class)
                .run(context -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(Other.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Decorates {
        @Bean
        ChatModel decorated(CardsChatModel aligned) {
            return new Other();
        }
    }

    @Test
    void aModelThatIsBuiltOnOursIsToldHow() {
        runner.withUserConfiguration(Decorates.class).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new MissingModelAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis).isNotNull();
            assertThat(analysis.getAction()).contains("CardsChatModel.builder().engine(cards)", "cards.primary=true");
        });
        runner.withUserConfiguration(Decorates.class)
                .withPropertyValues("cards.primary=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    static class Imported {
        @Bean
        Other imported() {
            return new Other();
        }
    }

    @Test
    void aLibrarysConfigurationThatTheApplicationImportsIsTheApplications() {
        runner.withUserConfiguration(Imported.class)
                .run(context ->
                        assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("imported"));
    }
}
