package io.github.cards4j.spring.internal.other;

import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.langchain4j.model.chat.ChatModel;
import io.github.cards4j.Cards;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.spring.Logged;
import io.github.cards4j.spring.Starter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Ways past the first look at other chat models: none of them is silent. */
class LateModelsTest {

    private final ApplicationContextRunner runner = Starter.unloaded();
    private final Logged logged = Logged.listen();

    @AfterEach
    void stopListening() {
        logged.close();
    }

    static class Other implements ChatModel {}

    private void assertWarned(String... texts) {
        assertThat(logged.lines(Level.WARN)).singleElement().asString().contains(texts);
    }

    @Test
    void aModelThatIsNoDefinitionIsSeen() {
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("handMade", new Other()))
                .run(context ->
                        assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("handMade"));
        assertWarned("Alignment is off for 'handMade'");
    }

    @Configuration(proxyBeanMethods = false)
    static class AlignedAndPrimary {
        @Bean
        CardsChatModel strict(Cards cards) {
            return CardsChatModel.builder().engine(cards).strength(1.0).build();
        }

        @Bean
        @Primary
        Other mine() {
            return new Other();
        }
    }

    @Test
    void aModelBesideAnAlignedOneOfTheApplicationIsNamedToo() {
        runner.withUserConfiguration(AlignedAndPrimary.class)
                .run(context -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(Other.class));
        assertWarned("Alignment is off for 'mine'");
    }

    private static BeanFactoryPostProcessor adding(Class<?> model) {
        return beans -> {
            RootBeanDefinition definition = new RootBeanDefinition(model);
            definition.setPrimary(true);
            ((BeanDefinitionRegistry) beans).registerBeanDefinition("late", definition);
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class Late {
        @Bean
        static BeanFactoryPostProcessor adds() {
            return adding(Other.class);
        }
    }

    @Test
    void aDefinitionThatIsAddedLaterIsSeen() {
        runner.withUserConfiguration(Late.class)
                .run(context -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(Other.class));
        assertWarned("'late' came after", "is not aligned");
    }

    @AutoConfiguration
    static class LateStarter {

        static class Model implements ChatModel {}

        @Bean
        static BeanFactoryPostProcessor adds() {
            return adding(Model.class);
        }
    }

    @Test
    void whatAnotherStarterAddsLaterStopsTheStart() {
        ApplicationContextRunner beside = runner.withConfiguration(AutoConfigurations.of(LateStarter.class));
        beside.run(context -> assertThat(analysis(context).getDescription()).contains("bean 'late' of"));
        beside.withPropertyValues("cards.enabled=false")
                .run(context -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(LateStarter.Model.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Told {
        @Bean
        FactoryBean<?> told() {
            return new FactoryBean<>() {
                @Override
                public Object getObject() {
                    return new Other();
                }

                @Override
                public Class<?> getObjectType() {
                    return Other.class;
                }
            };
        }
    }

    @Test
    void aModelWhoseTypeOnlyItsFactoryTellsIsSeen() {
        runner.withUserConfiguration(Told.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertWarned("'told' came after");
    }

    record Asker(ChatModel model) {}

    @Configuration(proxyBeanMethods = false)
    static class Asks {
        @Bean
        Asker asker(ChatModel any) {
            return new Asker(any);
        }
    }

    @Test
    void theModelOfAParentContextIsSeen() {
        try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext()) {
            parent.registerBean("parents", ChatModel.class, Other::new, definition -> definition.setPrimary(true));
            parent.refresh();
            runner.withParent(parent).withUserConfiguration(Asks.class).run(context -> assertThat(
                            context.getBean(Asker.class).model())
                    .isInstanceOf(Other.class));
        }
        assertWarned("'parents' came after");
    }
}
