package io.github.cards4j.spring.internal.other;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.LoadListener;
import io.github.cards4j.spring.CardsAutoConfiguration;
import io.github.cards4j.spring.Logged;
import io.github.cards4j.spring.Starter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whoever makes the engine, and sets properties as well, is told that these do not count. */
class OwnEngineTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CardsAutoConfiguration.class));
    private final Logged logged = Logged.listen();

    @AfterEach
    void stopListening() {
        logged.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEngines {
        @Bean(destroyMethod = "close")
        Cards mine() {
            return Cards.openLazily(CardsOptions.builder().llm("not/loaded").build(), LoadListener.NONE);
        }
    }

    @Test
    void propertiesWithoutEffectAreNamedInOneWarning() {
        runner.withUserConfiguration(OwnEngines.class)
                .withPropertyValues(
                        Starter.LLM,
                        "cards.loading=background",
                        "cards.alignment.strength=0.7",
                        "cards.sampling.stopSequences[0]=END",
                        "cards.llm.chat-variables[thinking]=false",
                        "cards.profiles.support.top-k=3",
                        "cards.shutdown-timeout=1s",
                        "cards.audit.keep=3")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Cards.class));
        assertThat(logged.lines(Level.WARN))
                .singleElement()
                .asString()
                .startsWith(
                        "cards.loading, cards.llm.location, cards.sampling.stop-sequences, cards.alignment.strength,"
                                + " cards.llm.chat-variables, cards.profiles have no effect:")
                .contains("as bean 'mine'", "CardsOptions");
    }

    @Test
    void propertiesThatCountForAnyEngineNeedNoWarning() {
        runner.withUserConfiguration(OwnEngines.class)
                .withPropertyValues("cards.shutdown-timeout=1s", "cards.primary=true", "cards.audit.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(logged.lines(Level.WARN)).isEmpty();
    }

    @Test
    void theAutoConfiguredEngineReadsThemAll() {
        Starter.unloaded().run(context -> assertThat(context).hasNotFailed());
        assertThat(logged.lines(Level.WARN)).isEmpty();
    }
}
