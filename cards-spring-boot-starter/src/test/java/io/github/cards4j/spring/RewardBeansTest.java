package io.github.cards4j.spring;

import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.reward.Reward;
import io.github.cards4j.reward.RewardModels;
import io.github.cards4j.reward.TextReward;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The application's own rewards, in place of {@code cards.reward.*}. */
@Timeout(300)
class RewardBeansTest {

    private final ApplicationContextRunner runner = Starter.runner()
            .withPropertyValues(
                    Starter.LLM,
                    "cards.loading=lazy",
                    "cards.alignment.target-reward=5",
                    "cards.alignment.reward-temperature=1",
                    "cards.segmentation.uncertainty-threshold=2",
                    "cards.sampling.max-new-tokens=8");

    @Configuration(proxyBeanMethods = false)
    static class Shortness {
        @Bean
        TextReward shortness() {
            return TextReward.each(text -> -text.length());
        }
    }

    @Test
    void codeJudgesAnswers() {
        runner.withUserConfiguration(Shortness.class).run(context -> {
            Cards cards = context.getBean(Cards.class);
            assertThat(cards.options().reward()).asString().isEqualTo("code shortness");
            CardsResponse response = cards.generate(CardsRequest.of("Hello"));
            assertThat(response.result().reward()).isEqualTo(-response.text().length());
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnModel {
        @Bean
        Closing model() {
            return new Closing();
        }
    }

    static final class Closing implements RewardModel {

        private final RewardModel model = RewardModels.of("length", TextReward.each(String::length));
        int closed;

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public Judgement begin(List<Message> conversation) {
            return model.begin(conversation);
        }

        @Override
        public String convention() {
            return model.convention();
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void aRewardModelJudgesAnswersAndIsClosedOnce() {
        Closing[] model = new Closing[1];
        runner.withUserConfiguration(OwnModel.class).run(context -> {
            model[0] = context.getBean(Closing.class);
            Cards cards = context.getBean(Cards.class);
            CardsResponse response = cards.generate(CardsRequest.of("Hello"));
            assertThat(cards.rewardName()).isEqualTo("length");
            assertThat(response.result().reward()).isEqualTo(response.text().length());
            assertThat(model[0].closed).isZero();
        });
        assertThat(model[0].closed).isEqualTo(1);
    }

    @Configuration(proxyBeanMethods = false)
    static class Whole {
        @Bean
        Reward whole() {
            return Reward.judge("Is it polite?");
        }
    }

    @Test
    void aRewardGoesBeforeItsParts() {
        runner.withUserConfiguration(Shortness.class, OwnModel.class, Whole.class)
                .run(context -> assertThat(
                                context.getBean(Cards.class).options().reward())
                        .isEqualTo(Reward.judge("Is it polite?")));
    }

    @Test
    void severalOfWhichNoneIsFirstAreRefusedByName() {
        runner.withUserConfiguration(Shortness.class, OwnModel.class).run(context -> {
            assertThat(analysis(context).getDescription())
                    .contains("several beans", "'model' (RewardModel)", "'shortness' (TextReward)");
            assertThat(analysis(context).getAction()).contains("@Primary", "Reward.sum(");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class First {
        @Bean
        @Primary
        TextReward first() {
            return TextReward.each(text -> 0);
        }
    }

    @Test
    void thePrimaryOneCounts() {
        runner.withUserConfiguration(Shortness.class, OwnModel.class, First.class)
                .run(context -> assertThat(
                                context.getBean(Cards.class).options().reward())
                        .asString()
                        .isEqualTo("code first"));
    }

    @Configuration(proxyBeanMethods = false)
    static class ForAToolOfMine {
        @Bean(defaultCandidate = false)
        TextReward spelling() {
            return TextReward.each(text -> 0);
        }

        @Bean(autowireCandidate = false)
        RewardModel other() {
            return new Closing();
        }
    }

    @Test
    void whatIsInjectedByAQualifierOnlyJudgesNothing() {
        runner.withUserConfiguration(ForAToolOfMine.class)
                .withPropertyValues(Starter.REWARD)
                .run(context -> assertThat(
                                context.getBean(Cards.class).options().reward())
                        .asString()
                        .contains("demo/reward"));
        runner.withUserConfiguration(ForAToolOfMine.class, Shortness.class).run(context -> assertThat(
                        context.getBean(Cards.class).options().reward())
                .asString()
                .isEqualTo("code shortness"));
    }

    @Test
    void aBeanAndAPropertyContradictEachOther() {
        runner.withUserConfiguration(Shortness.class)
                .withPropertyValues(Starter.REWARD)
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("'shortness' (TextReward)", "cards.reward.location=classpath:"));
        runner.withUserConfiguration(Shortness.class)
                .withPropertyValues("cards.reward.question=Is it short?")
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("'shortness' (TextReward)", "cards.reward.question=Is it short?"));
    }
}
