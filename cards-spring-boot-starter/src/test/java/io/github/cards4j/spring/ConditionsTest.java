package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Conditions that no other test turns both ways. */
class ConditionsTest {

    /** What watches an engine of the application's own. */
    private static ApplicationContextRunner watching() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CardsActuatorAutoConfiguration.class, CardsHealthAutoConfiguration.class))
                .withBean("engine", Cards.class, Letters::engine);
    }

    @Test
    void infoCanBeTurnedOff() {
        watching().run(context -> assertThat(context).hasBean("cardsInfoContributor"));
        watching()
                .withPropertyValues("management.info.cards.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("cardsInfoContributor"));
    }

    @Test
    void healthCanBeTurnedOffOrBeOnesOwn() {
        watching().run(context -> assertThat(context).hasBean("cardsHealthIndicator"));
        watching()
                .withPropertyValues("management.health.cards.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("cardsHealthIndicator"));
        watching()
                .withBean("cardsHealthIndicator", StringBuilder.class, StringBuilder::new)
                .run(context ->
                        assertThat(context).getBean("cardsHealthIndicator").isInstanceOf(StringBuilder.class));
    }

    @Test
    void ofSeveralEnginesNoneIsWatched() {
        watching().withBean("another", Cards.class, Letters::engine).run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean("cardsInfoContributor")
                .doesNotHaveBean("cardsHealthIndicator"));
    }

    @Test
    void anOwnStreamingModelTakesThePlaceOfOurs() {
        CardsStreamingChatModel own =
                CardsStreamingChatModel.builder().engine(Letters.engine()).build();
        Starter.unloaded()
                .withBean("own", CardsStreamingChatModel.class, () -> own)
                .run(context -> assertThat(context)
                        .getBean(CardsStreamingChatModel.class)
                        .isSameAs(own));
    }
}
