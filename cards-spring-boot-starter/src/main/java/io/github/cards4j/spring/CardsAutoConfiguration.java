package io.github.cards4j.spring;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.github.cards4j.Cards;
import io.github.cards4j.LoadListener;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import io.github.cards4j.spring.internal.check.CheckConfiguration;
import io.github.cards4j.spring.internal.check.OnEnabled;
import io.github.cards4j.spring.internal.engine.EngineFactory;
import io.github.cards4j.spring.internal.engine.LifecycleConfiguration;
import io.github.cards4j.spring.internal.engine.LoadLog;
import io.github.cards4j.spring.internal.engine.LoadingIsMeant;
import io.github.cards4j.spring.internal.engine.RewardBeans;
import io.github.cards4j.spring.internal.engine.StreamThreads;
import io.github.cards4j.spring.internal.other.HiddenModels;
import io.github.cards4j.spring.internal.other.LateModels;
import io.github.cards4j.spring.internal.other.ModelArbiter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * One engine and the two chat models over it, from {@code cards.*}. Beans of the application take their place. The bean
 * methods name concrete types: {@code @AiService} looks for exactly one bean of each model type before any is made.
 */
@AutoConfiguration(after = ApplicationAvailabilityAutoConfiguration.class)
@EnableConfigurationProperties(CardsProperties.class)
@Conditional(OnEnabled.class)
@Import({CheckConfiguration.class, LifecycleConfiguration.class})
public class CardsAutoConfiguration {

    /** Not cards: an application may well have cards of its own. */
    private static final String ENGINE = "cardsEngine";

    @Bean(name = ENGINE, destroyMethod = "close")
    @ConditionalOnMissingBean
    Cards cardsEngine(
            CardsProperties properties, ConfigurableListableBeanFactory beans, ObjectProvider<LoadListener> listener) {
        return EngineFactory.open(
                properties, new RewardBeans(beans).chosen(properties.reward()), listener.getIfAvailable(LoadLog::new));
    }

    @Bean
    @ConditionalOnMissingBean
    CardsChatModel cardsChatModel(Cards cards, ObjectProvider<ChatModelListener> listeners) {
        return CardsChatModel.builder()
                .engine(cards)
                .listeners(listeners.orderedStream().toList())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    CardsStreamingChatModel cardsStreamingChatModel(
            Cards cards, ObjectProvider<ChatModelListener> listeners, ObjectProvider<StreamThreads> threads) {
        return CardsStreamingChatModel.builder()
                .engine(cards)
                .executor(threads.getIfAvailable())
                .listeners(listeners.orderedStream().toList())
                .build();
    }

    @Bean
    static ModelArbiter cardsModelArbiter(ConfigurableEnvironment environment) {
        return new ModelArbiter(environment, CardsAutoConfiguration.class);
    }

    @Bean
    static HiddenModels cardsHiddenModels(ModelArbiter arbiter) {
        return new HiddenModels(arbiter);
    }

    @Bean
    LateModels cardsLateModels(ModelArbiter arbiter, ConfigurableListableBeanFactory beans) {
        return new LateModels(arbiter, beans);
    }

    @Bean
    static LazyInitializationExcludeFilter cardsLoadingIsMeant(ConfigurableEnvironment environment) {
        return new LoadingIsMeant(environment, ENGINE);
    }
}
